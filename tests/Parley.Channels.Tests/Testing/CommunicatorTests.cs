using Parley.Channels.Tests.Grouping;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Testing;

/// <summary>The communicator drives a consumer as a client would, and says why it can't.</summary>
public sealed class CommunicatorTests
{
    private readonly List<string> _events = [];

    [Fact]
    public async Task Texts_bytes_and_json_go_to_the_consumer_and_come_from_it()
    {
        await using var communicator = new WebSocketCommunicator(new Mirror());
        Assert.Equal(new ConnectResult(true, null, null), await communicator.ConnectAsync());
        Assert.Equal(101, new ConnectResult(true, null, null).StatusCode);
        await communicator.SendTextAsync("大厅");
        await communicator.SendBytesAsync(new byte[] { 1, 2 });
        await communicator.SendJsonAsync(new ChatLine("Ada", "x"), ChatJson.Default.ChatLine);
        Assert.Equal("大厅", await communicator.ReceiveTextAsync());
        Assert.Equal([1, 2], await communicator.ReceiveBytesAsync());
        Assert.Equal(new ChatLine("Ada", "x"), await communicator.ReceiveJsonAsync(ChatJson.Default.ChatLine));
        Assert.True(await communicator.ReceiveNothingAsync());
        await communicator.DisconnectAsync();
    }

    [Fact]
    public async Task The_consumer_is_told_of_the_end_before_disconnecting_is_done()
    {
        await using var communicator = new WebSocketCommunicator(new ScriptedConsumer(_events));
        await communicator.ConnectAsync();
        await communicator.DisconnectAsync((CloseCode)4001, "bye");
        Assert.Equal(["connect", "disconnect 4001 bye"], _events);
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_status_and_sentence()
    {
        await using var communicator = new WebSocketCommunicator(
            new ScriptedConsumer(_events) { Connecting = static consumer => consumer.Reject(403, "Not you.") });
        ConnectResult result = await communicator.ConnectAsync();
        Assert.False(result.IsAccepted);
        Assert.Equal((403, "Not you.\n"), (result.StatusCode, result.Refusal!.Body));
        await communicator.WaitAsync();
        Assert.Equal(["connect", "disconnect 1006"], _events);
    }

    [Fact]
    public async Task A_consumer_that_throws_is_told_with_what_it_threw()
    {
        await using var communicator = new WebSocketCommunicator(
            new ScriptedConsumer(_events) { Receiving = static (_, _, _) => throw new InvalidOperationException("a defect") });
        await communicator.ConnectAsync();
        await communicator.SendTextAsync("x");
        CommunicatorClosedException closed = await Assert.ThrowsAsync<CommunicatorClosedException>(() => communicator.ReceiveTextAsync());
        Assert.Equal(CloseCode.InternalError, closed.Code);
        Assert.Equal("a defect", closed.InnerException!.Message);
    }

    [Fact]
    public async Task What_does_not_come_in_time_says_what_was_waited_for()
    {
        var clock = new TestClock();
        await using var communicator = new WebSocketCommunicator(
            new ScriptedConsumer(_events), options: new CommunicatorOptions { Time = clock });
        await communicator.ConnectAsync();
        TimeoutException late = await Assert.ThrowsAsync<TimeoutException>(
            () => clock.AdvanceUntilAsync(communicator.ReceiveTextAsync()));
        Assert.Equal("Waited 10 s for a message from the consumer.", late.Message);
        TimeoutException open = await Assert.ThrowsAsync<TimeoutException>(() => clock.AdvanceUntilAsync(communicator.WaitAsync()));
        Assert.Equal("Waited 10 s for the consumer to have had its last event.", open.Message);
    }

    [Fact]
    public async Task A_message_of_the_other_kind_says_what_it_is()
    {
        await using var communicator = new WebSocketCommunicator(new Mirror());
        await communicator.ConnectAsync();
        await communicator.SendTextAsync("x");
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => communicator.ReceiveBytesAsync());
        Assert.Equal("The next message should be binary, and is text 'x'.", exception.Message);
    }

    [Fact]
    public async Task Nothing_is_received_only_if_nothing_was_sent_before()
    {
        await using var groups = Groups.InProcess();
        var router = new ConsumerRouter(groups).Map("/room/{group}/", static () => new RoomConsumer());
        await using var first = new WebSocketCommunicator(router, new CommunicatorOptions { Path = "/room/a/" });
        await using var second = new WebSocketCommunicator(router, new CommunicatorOptions { Path = "/room/b/" });
        await first.ConnectAsync();
        await second.ConnectAsync();
        await groups.BroadcastAsync(new GroupName("a"), "x");
        Assert.False(await first.ReceiveNothingAsync());
        Assert.True(await second.ReceiveNothingAsync());
        Assert.Equal("x", await first.ReceiveTextAsync());
        Assert.True(await first.ReceiveNothingAsync());
    }

    [Fact]
    public async Task Nothing_is_received_for_a_while_by_the_clock()
    {
        var clock = new TestClock();
        await using var communicator = new WebSocketCommunicator(
            new Mirror(), options: new CommunicatorOptions { Time = clock });
        await communicator.ConnectAsync();
        Assert.True(await clock.AdvanceUntilAsync(communicator.ReceiveNothingAsync(TimeSpan.FromSeconds(3))));
        Task<bool> waiting = communicator.ReceiveNothingAsync(TimeSpan.FromHours(1));
        await communicator.SendTextAsync("x");
        Assert.False(await Within.Time(waiting));
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_is_a_404()
    {
        await using var communicator = new WebSocketCommunicator(
            new ConsumerRouter(Groups.InProcess()), new CommunicatorOptions { Path = "/none" });
        Assert.Equal(404, (await communicator.ConnectAsync()).StatusCode);
    }

    [Fact]
    public async Task A_client_that_gives_up_while_it_connects_disconnects_the_consumer()
    {
        await using var communicator = new WebSocketCommunicator(new ScriptedConsumer(_events)
        {
            Connecting = static _ => new ValueTask(new TaskCompletionSource().Task),
        });
        Task<ConnectResult> connecting = communicator.ConnectAsync();
        await communicator.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(connecting));
        await Assert.ThrowsAsync<InvalidOperationException>(() => communicator.ConnectAsync());
    }

    private sealed class Mirror : Consumer
    {
        protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken) =>
            SendAsync(message.Type, message.Data, cancellationToken);
    }
}

using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Connections;

/// <summary>What happens when the peer does not read.</summary>
public sealed class BackPressureTests
{
    private static readonly ConnectionOptions _options = new() { OutboundMark = 1000 };
    private static readonly InMemoryTransportOptions _narrow = new() { Capacity = 100 };

    [Fact]
    public void Send_takes_up_to_the_mark_and_one_more_then_is_full_until_all_is_sent()
    {
        var handler = new RecordingHandler();
        using var pair = new MemoryConnection(handler, _options, _narrow);
        pair.Peer.StopReading();
        List<SendStatus> statuses = [];
        for (int i = 0; i < 4; i++)
        {
            pair.Do(connection => statuses.Add(connection.Send(MessageType.Binary, new byte[600])));
        }

        Assert.Equal([SendStatus.Taken, SendStatus.Taken, SendStatus.Full, SendStatus.Full], statuses);
        Assert.InRange(pair.Connection.UnsentBytes, 1000, 1300);

        pair.Peer.ReadAgain();
        Assert.Equal(["binary 600", "binary 600"], pair.Peer.Received);
        Assert.Equal(["open", "drained"], handler.Events);
        Assert.Equal(0, pair.Connection.UnsentBytes);
        Assert.Equal(SendStatus.Taken, pair.Connection.Send("x"));
    }

    [Fact]
    public async Task SendAsync_waits_past_the_mark_and_goes_on_when_all_is_sent()
    {
        using var pair = new MemoryConnection(new RecordingHandler(), _options, _narrow);
        pair.Peer.StopReading();
        Task first = Send(pair, 900);
        Assert.True(first.IsCompletedSuccessfully);
        Task second = Send(pair, 300);
        Assert.False(second.IsCompleted);
        pair.Peer.ReadAgain();
        await Within.Time(second);
        Assert.Equal(["binary 900", "binary 300"], pair.Peer.Received);
    }

    [Fact]
    public async Task SendAsync_that_waits_fails_when_the_peer_goes()
    {
        using var pair = new MemoryConnection(new RecordingHandler(), _options, _narrow);
        pair.Peer.StopReading();
        Task send = Send(pair, 2000);
        pair.Peer.Vanish();
        pair.Do(static connection => connection.Abort());
        WebSocketClosedException exception = await Assert.ThrowsAsync<WebSocketClosedException>(() => Within.Time(send));
        Assert.Equal(CloseCode.AbnormalClosure, exception.Code);
        await Assert.ThrowsAsync<WebSocketClosedException>(() => Within.Time(Send(pair, 1)));
    }

    [Fact]
    public async Task Cancelling_stops_the_waiting_and_not_the_sending()
    {
        using var pair = new MemoryConnection(new RecordingHandler(), _options, _narrow);
        pair.Peer.StopReading();
        using var source = new CancellationTokenSource();
        Task send = Task.CompletedTask;
        pair.Do(connection => send = connection.SendAsync(MessageType.Binary, new byte[2000], source.Token).AsTask());
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(send));
        pair.Peer.ReadAgain();
        Assert.Equal(["binary 2000"], pair.Peer.Received);
    }

    [Fact]
    public void An_echo_to_a_peer_that_does_not_read_stops_reading_and_loses_nothing()
    {
        List<SendStatus> statuses = [];
        var handler = new RecordingHandler { Message = (connection, text) => statuses.Add(connection.Send(text)) };
        using var pair = new MemoryConnection(handler, _options, new InMemoryTransportOptions { Capacity = 2000 });
        pair.Peer.StopReading();
        string[] texts = [.. Enumerable.Range(0, 100).Select(static i => new string('x', 99) + (i % 10))];
        foreach (string text in texts)
        {
            pair.Peer.Say(text);
        }

        Assert.InRange(statuses.Count, 20, 60);
        Assert.InRange(pair.Connection.UnsentBytes, 1000, 3200);
        pair.Peer.ReadAgain();
        Assert.Equal(texts.Select(static text => "text " + text), pair.Peer.Received);
        Assert.All(statuses, static status => Assert.Equal(SendStatus.Taken, status));
    }

    [Fact]
    public void A_flood_of_pings_to_a_peer_that_does_not_read_is_answered_by_the_last_pong()
    {
        using var pair = new MemoryConnection(new RecordingHandler(), transport: _narrow);
        pair.Peer.StopReading();
        for (int i = 0; i < 1000; i++)
        {
            pair.Peer.SendRaw(0x89, 0x81, 0, 0, 0, 0, (byte)i);
        }

        Assert.InRange(pair.Connection.UnsentBytes, 0, 10);
        pair.Peer.ReadAgain();
        Assert.InRange(pair.Peer.Received.Count, 2, 60);
        Assert.All(pair.Peer.Received, static line => Assert.Equal("pong", line));
    }

    private static Task Send(MemoryConnection pair, int length)
    {
        Task send = Task.CompletedTask;
        pair.Do(connection => send = connection.SendAsync(MessageType.Binary, new byte[length]).AsTask());
        return send;
    }
}

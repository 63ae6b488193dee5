using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests;

/// <summary>Rooms over TCP, with a server, a router and clients.</summary>
public sealed class RoomTests : IAsyncLifetime
{
    private readonly LogCollector _log = new();
    private readonly Groups _groups = Groups.InProcess();
    private WebSocketServer _server = null!;

    public ValueTask InitializeAsync()
    {
        var options = new WebSocketServerOptions { LoggerFactory = _log };
        _server = new WebSocketServer(
            options, new ConsumerRouter(_groups, _log).Map("/room/{group}/", static () => new RoomConsumer()));
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _groups.DisposeAsync();
    }

    [Fact]
    public async Task A_hundred_members_send_a_hundred_messages_each_and_all_get_all_in_each_senders_order()
    {
        const int Members = 100;
        const int Each = 100;
        WebSocketConnection[] members = await Within.Time(
            Task.WhenAll(Enumerable.Range(0, Members).Select(_ => ConnectAsync("/room/big/"))));
        Task<string[]>[] readings = [.. members.Select(static member => ReadAsync(member, Members * Each))];
        await Within.Time(Task.WhenAll(members.Select(static async (member, number) =>
        {
            for (int i = 0; i < Each; i++)
            {
                await member.SendAsync($"{number} {i}");
            }
        })));
        string[][] heard = await Within.Time(Task.WhenAll(readings));
        foreach (string[] texts in heard)
        {
            foreach (IGrouping<string, string> sender in texts.GroupBy(static text => text[..text.IndexOf(' ', StringComparison.Ordinal)]))
            {
                Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{sender.Key} {i}"), sender);
            }
        }

        // All members hear the room in one and the same order.
        Assert.All(heard, texts => Assert.Equal(heard[0], texts));
        Assert.Equal(Members, _groups.MemberCount(new GroupName("big")));
    }

    [Fact]
    public async Task A_room_may_have_a_chinese_name_and_the_next_room_hears_nothing()
    {
        await using WebSocketConnection first = await ConnectAsync("/room/大厅/");
        await using WebSocketConnection second = await ConnectAsync("/room/%E5%A4%A7%E5%8E%85/");
        await using WebSocketConnection other = await ConnectAsync("/room/小厅/");
        await first.SendAsync("你好");
        Assert.Equal(["你好"], await Within.Time(ReadAsync(second, 1)));
        Assert.Equal(["你好"], await Within.Time(ReadAsync(first, 1)));

        // What comes to the other room first is its own message: nothing came before it.
        await other.SendAsync("own");
        Assert.Equal(["own"], await Within.Time(ReadAsync(other, 1)));
    }

    [Fact]
    public async Task Bytes_go_through_unchanged()
    {
        await using WebSocketConnection member = await ConnectAsync("/room/1/");
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(static i => (byte)i)];
        await member.SendAsync(MessageType.Binary, bytes);
        Message? message = await Within.Time(member.ReceiveAsync());
        Assert.Equal(MessageType.Binary, message!.Value.Type);
        Assert.Equal(bytes, message.Value.Data.ToArray());
    }

    [Theory]
    [InlineData("/", 404)]
    [InlineData("/room/", 404)]
    [InlineData("/room/1/2/", 404)]
    [InlineData("/room/a%7Bb/", 400)]
    public async Task Where_there_is_no_room_the_answer_says_so_and_nothing_is_logged_as_an_error(string path, int status)
    {
        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => ConnectAsync(path));
        Assert.Equal(status, exception.StatusCode);

        // A busy machine may hold a loop up, which is nobody's error here.
        Assert.DoesNotContain(_log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal)
            || (line.StartsWith("Warning", StringComparison.Ordinal) && !line.Contains("held its loop", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_member_that_dies_without_a_word_leaves_its_room()
    {
        RawClient dying = await RawClient.OpenAsync(_server.EndPoint.Port, "/room/1/");
        await using WebSocketConnection stays = await ConnectAsync("/room/1/");
        await dying.SayAsync("hello");
        Assert.Equal(["hello"], await Within.Time(ReadAsync(stays, 1)));
        Assert.Equal(2, _groups.MemberCount(new GroupName("1")));
        dying.Reset();
        using var limit = new CancellationTokenSource(Within.Limit);
        while (_groups.MemberCount(new GroupName("1")) > 1)
        {
            // Each round trip gives the server's loops a turn.
            await stays.SendAsync("x", limit.Token);
            await stays.ReceiveAsync(limit.Token);
        }
    }

    private static async Task<string[]> ReadAsync(WebSocketConnection connection, int count)
    {
        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            texts[i] = (await connection.ReceiveAsync())!.Value.GetText();
        }

        return texts;
    }

    private Task<WebSocketConnection> ConnectAsync(string path) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{_server.EndPoint.Port}{path}")));
}

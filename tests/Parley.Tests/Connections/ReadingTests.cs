using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Connections;

/// <summary>Connections that a delegate reads.</summary>
public sealed class ReadingTests
{
    [Fact]
    public void A_delegate_reads_until_the_peer_closes_and_the_connection_ends()
    {
        List<string> read = [];
        using var pair = Delegate(async (connection, cancellationToken) =>
        {
            await foreach (Message message in connection.ReadAllAsync(cancellationToken))
            {
                read.Add(message.GetText());
                await connection.SendAsync(message, cancellationToken);
            }

            read.Add($"{connection.CloseCode}");
        });
        pair.Peer.Say("a");
        pair.Peer.Say("b");
        pair.Peer.Close(CloseCode.NormalClosure);
        Assert.Equal(["a", "b", "NormalClosure"], read);
        Assert.Equal(["text a", "text b", "close 1000", "gone"], pair.Peer.Received);
    }

    [Fact]
    public void A_delegate_that_returns_closes_with_1000()
    {
        using var pair = Delegate(static (_, _) => Task.CompletedTask);
        Assert.Equal(["close 1000", "gone"], pair.Peer.Received);
    }

    [Fact]
    public void A_delegate_that_throws_closes_with_1011()
    {
        using var pair = Delegate(static (_, _) => throw new InvalidOperationException("a defect"));
        Assert.Equal(["close 1011", "gone"], pair.Peer.Received);
        Assert.Contains(pair.Log.Lines, static line => line.Contains("a defect", StringComparison.Ordinal));
    }

    [Fact]
    public void A_delegates_token_is_cancelled_when_the_peer_goes_and_nothing_is_logged()
    {
        CancellationToken token = default;
        using var pair = Delegate(async (connection, cancellationToken) =>
        {
            token = cancellationToken;
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        pair.Peer.Vanish();
        Assert.True(token.IsCancellationRequested);
        Assert.Empty(pair.Log.Lines);
    }

    [Fact]
    public void A_slow_reader_stops_the_reading_of_the_connection_and_loses_nothing()
    {
        WebSocketConnection? reading = null;
        using var pair = Delegate(
            async (connection, cancellationToken) =>
            {
                reading = connection;
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
            new ConnectionOptions { InboxMessages = 4 },
            new InMemoryTransportOptions { Capacity = 64, PieceSize = 16 });
        for (int i = 0; i < 50; i++)
        {
            pair.Peer.Say($"{i}");
        }

        List<string> read = [];
        while (read.Count < 50)
        {
            pair.Loop.Run(() =>
            {
                ValueTask<Message?> next = reading!.ReceiveAsync();
                Assert.True(next.IsCompletedSuccessfully);
                read.Add(next.Result!.Value.GetText());
            });
        }

        Assert.Equal(Enumerable.Range(0, 50).Select(static i => $"{i}"), read);
    }

    [Fact]
    public async Task What_came_before_the_end_can_be_read_after_it()
    {
        WebSocketConnection? reading = null;
        using var pair = Delegate((connection, _) =>
        {
            reading = connection;
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        });
        pair.Peer.Say("a");
        pair.Peer.Vanish();
        Assert.Equal("a", (await Within.Time(reading!.ReceiveAsync()))!.Value.GetText());
        Assert.Null(await Within.Time(reading.ReceiveAsync()));
        Assert.Null(await Within.Time(reading.ReceiveAsync()));
    }

    [Fact]
    public async Task Cancelling_a_receive_loses_no_message()
    {
        WebSocketConnection? reading = null;
        using var pair = Delegate((connection, _) =>
        {
            reading = connection;
            return Task.Delay(Timeout.Infinite, CancellationToken.None);
        });
        using var source = new CancellationTokenSource();
        Task<Message?> receive = reading!.ReceiveAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(receive));
        pair.Peer.Say("a");
        Assert.Equal("a", (await Within.Time(reading.ReceiveAsync()))!.Value.GetText());
    }

    [Fact]
    public async Task A_connection_whose_handler_receives_cannot_be_read()
    {
        using var pair = new MemoryConnection(new RecordingHandler());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Connection.ReceiveAsync());
    }

    private static MemoryConnection Delegate(
        Func<WebSocketConnection, CancellationToken, Task> handler,
        ConnectionOptions? options = null,
        InMemoryTransportOptions? transport = null) =>
        MemoryConnection.OfDelegate(handler, options, transport);
}

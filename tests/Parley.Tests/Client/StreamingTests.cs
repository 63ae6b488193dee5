using System.Security.Cryptography;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>Messages in pieces, both ways, and many senders at once.</summary>
public sealed class StreamingTests
{
    private static readonly ConnectionOptions _parts = new() { Protocol = new ProtocolOptions { Delivery = MessageDelivery.Parts, MaxMessageSize = int.MaxValue } };

    public static TheoryData<Engine> Engines => OperatingSystem.IsLinux() ? [Engine.Sockets, Engine.Epoll] : [Engine.Sockets];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Thirty_two_tasks_send_at_once_and_everything_arrives_whole(Engine engine)
    {
        const int Tasks = 32;
        const int Each = 20;
        var received = new List<(int Sender, int Number, int Length)>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new WebSocketServer(new WebSocketServerOptions { Engine = engine }, async (connection, token) =>
        {
            await foreach (Message message in connection.ReadAllAsync(token))
            {
                byte[] bytes = message.Data.ToArray();
                Assert.DoesNotContain(bytes, b => b != bytes[0] && b != bytes[1]);
                received.Add((bytes[0], bytes[1] - 100, bytes.Length));
                if (received.Count == Tasks * Each)
                {
                    done.SetResult();
                }
            }
        });
        server.Start();
        using LoopGroup loops = LoopGroup.Create(engine);
        await using WebSocketConnection client = await ConnectAsync(server, new WebSocketClientOptions { Loops = loops });
        await Within.Time(Task.WhenAll(Enumerable.Range(0, Tasks).Select(sender => Task.Run(async () =>
        {
            for (int number = 0; number < Each; number++)
            {
                await SendAsync(client, sender, number);
            }
        }))));
        await Within.Time(done.Task);
        Assert.All(received.GroupBy(static one => one.Sender), static group => Assert.Equal(Enumerable.Range(0, Each), group.Select(static one => one.Number)));
        Assert.All(received, static one => Assert.Equal(LengthOf(one.Sender, one.Number), one.Length));
    }

    [Fact]
    public async Task A_stream_is_sent_and_received_in_pieces_while_pings_are_answered()
    {
        const int Length = 30_000_000;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var result = new TaskCompletionSource<(string Hash, long Length, int Largest)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new WebSocketServer(new WebSocketServerOptions { Connection = _parts }, async (connection, token) =>
        {
            (long length, int largest) = (0, 0);
            await foreach (MessagePart part in connection.ReadPartsAsync(token))
            {
                hash.AppendData(part.Data.Span);
                (length, largest) = (length + part.Data.Length, Math.Max(largest, part.Data.Length));
                if (part.IsLast)
                {
                    result.SetResult((Convert.ToHexString(hash.GetHashAndReset()), length, largest));
                }
            }
        });
        server.Start();
        await using WebSocketConnection client = await ConnectAsync(server, new WebSocketClientOptions());
        byte[] content = RandomNumberGenerator.GetBytes(Length);
        Task sending = client.SendAsync(MessageType.Binary, new MemoryStream(content)).AsTask();
        Assert.True(await Within.Time(client.PingAsync()) >= TimeSpan.Zero);
        await Within.Time(sending);
        (string received, long count, int largest) = await Within.Time(result.Task);
        Assert.Equal((Convert.ToHexString(SHA256.HashData(content)), (long)Length), (received, count));
        Assert.InRange(largest, 1, 256 * 1024);
    }

    [Fact]
    public async Task Messages_are_received_into_streams()
    {
        await using var server = new WebSocketServer(new WebSocketServerOptions(), static async (connection, token) =>
        {
            await connection.SendAsync("大厅", token);
            await connection.SendAsync(MessageType.Binary, new MemoryStream(new byte[500_000]), token);
            await using (MessageWriter writer = await connection.BeginMessageAsync(MessageType.Text, token))
            {
                await writer.CompleteAsync(token);
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.WriteAsync(new byte[1], token));
            }

            MessageWriter broken = await connection.BeginMessageAsync(MessageType.Binary, token);
            await broken.WriteAsync(new byte[10], token);
            await broken.DisposeAsync();
            await broken.DisposeAsync();
        });
        server.Start();
        await using WebSocketConnection client = await ConnectAsync(server, new WebSocketClientOptions { Connection = _parts });
        Assert.Equal("Text 6, Binary 500000, Text 0", string.Join(", ", await ReadAsync(client), await ReadAsync(client), await ReadAsync(client)));
        WebSocketClosedException exception = await Assert.ThrowsAsync<WebSocketClosedException>(() => ReadAsync(client));
        Assert.Equal((CloseCode.InternalError, "a message was broken off"), (exception.Code, exception.Reason));
        Assert.Null(await Within.Time(client.ReceiveIntoAsync(Stream.Null)));
        Assert.Throws<InvalidOperationException>(() => { _ = client.ReadAllAsync(); });
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await client.ReceiveAsync());
        await Assert.ThrowsAsync<WebSocketClosedException>(async () => await client.BeginMessageAsync(MessageType.Text));
    }

    [Fact]
    public async Task A_message_waits_for_the_one_that_is_under_way_and_a_Close_does_not()
    {
        var handler = new RecordingHandler();
        await using var server = new WebSocketServer(new WebSocketServerOptions(), handler);
        server.Start();
        await using WebSocketConnection client = await ConnectAsync(server, new WebSocketClientOptions());
        MessageWriter writer = await client.BeginMessageAsync(MessageType.Text);
        await writer.WriteAsync("one"u8.ToArray());
        Assert.Equal(SendStatus.Taken, client.Send("two"));
        Assert.True(await Within.Time(client.PingAsync()) >= TimeSpan.Zero);
        Assert.Equal(["open"], handler.Events);
        await writer.CompleteAsync();
        await writer.DisposeAsync();
        await Within.Until(() => handler.Events.Count == 3);
        writer = await client.BeginMessageAsync(MessageType.Text);
        await writer.WriteAsync("three"u8.ToArray());
        client.Send("lost");
        await Within.Time(client.CloseAsync());
        await Assert.ThrowsAsync<WebSocketClosedException>(async () => await writer.CompleteAsync());
        await Within.Until(() => handler.Events.Count == 4);
        Assert.Equal(["open", "one", "two", "closed 1000"], handler.Events);
    }

    [Fact]
    public async Task What_waits_for_a_long_message_counts_against_the_mark()
    {
        await using var server = new WebSocketServer(new WebSocketServerOptions(), new RecordingHandler());
        server.Start();
        await using WebSocketConnection client = await ConnectAsync(
            server, new WebSocketClientOptions { Connection = new ConnectionOptions { OutboundMark = 100 } });
        MessageWriter writer = await client.BeginMessageAsync(MessageType.Text);
        await writer.WriteAsync("one"u8.ToArray());
        Task waiting = client.SendAsync(new string('x', 200)).AsTask();
        await Within.Time(client.PingAsync());
        Assert.Equal(SendStatus.Full, client.Send("more"));
        Assert.False(waiting.IsCompleted);
        await writer.CompleteAsync();
        await Within.Time(waiting);
        await writer.DisposeAsync();
    }

    private static int LengthOf(int sender, int number) => (sender % 4) switch
    {
        0 => 200_000 + number,
        1 => 70_000,
        _ => 2 + number,
    };

    // A quarter in fragments from a stream, a quarter in large frames, the others small.
    private static async Task SendAsync(WebSocketConnection client, int sender, int number)
    {
        byte[] message = new byte[LengthOf(sender, number)];
        for (int i = 0; i < message.Length; i++)
        {
            message[i] = (byte)(i % 2 == 0 ? sender : number + 100);
        }

        if (sender % 4 == 0)
        {
            await client.SendAsync(MessageType.Binary, new MemoryStream(message));
        }
        else
        {
            await client.SendAsync(MessageType.Binary, message);
        }
    }

    private static async Task<string> ReadAsync(WebSocketConnection client)
    {
        using var stream = new MemoryStream();
        MessageType? type = await Within.Time(client.ReceiveIntoAsync(stream));
        return $"{type} {stream.Length}";
    }

    private static Task<WebSocketConnection> ConnectAsync(WebSocketServer server, WebSocketClientOptions options) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{server.EndPoint.Port}/"), options));
}

using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>How a WebSocket over HTTP/2 ends: RFC 8441 section 5 says what a stream has in place of a connection's end.</summary>
public sealed class Http2StreamTests
{
    private const uint Cancel = 8;

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RecordingHandler _handler;
    private int _closedCount;

    public Http2StreamTests() => _handler = new RecordingHandler
    {
        Message = static (connection, text) => React(connection, text),
        Closed = _ =>
        {
            Interlocked.Increment(ref _closedCount);
            _closed.TrySetResult();
        },
    };

    [Fact]
    public async Task A_reset_of_the_clients_is_1006()
    {
        await using TestApp app = await StartAsync();
        using RawHttp2Client client = await RawHttp2Client.ConnectAsync(app.Port);
        await client.OpenAsync(1);
        await client.SendFrameAsync(RawHttp2Client.Reset, 0, 1, [0, 0, 0, 8]);
        await Within.Time(_closed.Task);
        Assert.Equal(["open", "closed 1006"], _handler.Events);

        // The connection lives on for others.
        await client.OpenAsync(3);
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_close_frame_is_1006_and_cancelled()
    {
        await using TestApp app = await StartAsync();
        using RawHttp2Client client = await RawHttp2Client.ConnectAsync(app.Port);
        await client.OpenAsync(1);
        await client.SendFrameAsync(RawHttp2Client.Data, RawHttp2Client.EndStream, 1, RawClient.Frame(0x81, "a"u8));
        await Within.Time(_closed.Task);
        Assert.Equal(["open", "a", "closed 1006"], _handler.Events);
        Assert.Equal(Cancel, RawHttp2Client.ErrorCode(await client.ReadFrameAsync(RawHttp2Client.Reset, 1)));
    }

    [Fact]
    public async Task A_request_that_ends_its_stream_at_once_is_1006()
    {
        await using TestApp app = await StartAsync();
        using RawHttp2Client client = await RawHttp2Client.ConnectAsync(app.Port);
        await client.RequestAsync(1, RawHttp2Client.EndStream);
        await Within.Time(_closed.Task);
        Assert.Equal(["open", "closed 1006"], _handler.Events);
    }

    [Fact]
    public async Task A_close_handshake_ends_the_stream_in_good_order()
    {
        await using TestApp app = await StartAsync();
        using RawHttp2Client client = await RawHttp2Client.ConnectAsync(app.Port);
        await client.OpenAsync(1);
        await client.SendFrameAsync(RawHttp2Client.Data, 0, 1, RawClient.Frame(0x88, [0x03, 0xE8]));
        (byte flags, byte[] payload) = await client.ReadFrameAsync(RawHttp2Client.Data, 1);
        Assert.Equal([0x88, 2, 0x03, 0xE8], payload);
        if ((flags & RawHttp2Client.EndStream) == 0)
        {
            (flags, payload) = await client.ReadFrameAsync(RawHttp2Client.Data, 1);
            Assert.Empty(payload);
        }

        Assert.Equal(RawHttp2Client.EndStream, flags & RawHttp2Client.EndStream);
        Assert.Equal(["open", "closed 1000"], _handler.Events);
    }

    [Fact]
    public async Task An_abort_of_the_servers_cancels_the_stream()
    {
        await using TestApp app = await StartAsync();
        using RawHttp2Client client = await RawHttp2Client.ConnectAsync(app.Port);
        await client.OpenAsync(1);
        await client.SendFrameAsync(RawHttp2Client.Data, 0, 1, RawClient.Frame(0x81, "abort"u8));
        Assert.Equal(Cancel, RawHttp2Client.ErrorCode(await client.ReadFrameAsync(RawHttp2Client.Reset, 1)));
    }

    [Fact]
    public async Task Bad_input_gets_its_code_and_the_other_streams_never_notice()
    {
        await using TestApp app = await StartAsync();
        using RawHttp2Client client = await RawHttp2Client.ConnectAsync(app.Port);
        await client.OpenAsync(1);
        await client.OpenAsync(3);
        await client.SendFrameAsync(RawHttp2Client.Data, 0, 1, [0x81, 1, (byte)'a']);
        (_, byte[] payload) = await client.ReadFrameAsync(RawHttp2Client.Data, 1);
        Assert.Equal([0x03, 0xEA], payload[2..4]);
        await client.SendFrameAsync(RawHttp2Client.Data, 0, 3, RawClient.Frame(0x81, "echo"u8));
        Assert.Equal([0x81, 4, .. "echo"u8], (await client.ReadFrameAsync(RawHttp2Client.Data, 3)).Payload);
    }

    [Fact]
    public async Task A_goaway_of_the_clients_lets_open_sockets_live()
    {
        await using TestApp app = await StartAsync();
        using RawHttp2Client client = await RawHttp2Client.ConnectAsync(app.Port);
        await client.OpenAsync(1);
        await client.SendFrameAsync(RawHttp2Client.GoAway, 0, 0, new byte[8]);
        await client.SendFrameAsync(RawHttp2Client.Data, 0, 1, RawClient.Frame(0x81, "echo"u8));
        Assert.Equal([0x81, 4, .. "echo"u8], (await client.ReadFrameAsync(RawHttp2Client.Data, 1)).Payload);
    }

    [Fact]
    public async Task A_connection_torn_down_under_a_hundred_sockets_closes_them_all()
    {
        await using TestApp app = await StartAsync();
        using var client = new Http2Client(app.Port);
        ClientWebSocket[] sockets = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.OpenAsync("/ws")));
        client.Reset();
        await Within.Until(() => Volatile.Read(ref _closedCount) == 100);
        Assert.Equal(100, _handler.Events.Count(static line => line == "closed 1006"));
        Assert.DoesNotContain(app.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.All(sockets, static socket => socket.Dispose());
    }

    [Fact]
    public async Task Stopping_the_application_closes_every_stream_with_1001()
    {
        await using TestApp app = await StartAsync();
        using var client = new Http2Client(app.Port);
        ClientWebSocket[] sockets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.OpenAsync("/ws")));
        Task reading = Task.WhenAll(sockets.Select(static async socket =>
        {
            await socket.ReceiveAsync(new byte[100].AsMemory(), CancellationToken.None);
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "", CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // The answer had arrived, and the server had ended the connection, before this end noticed that it was sent.
            }
        }));
        await app.StopAsync();
        await Within.Time(reading);
        Assert.All(sockets, static socket => Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus));
        Assert.Equal(20, _handler.Events.Count(static line => line == "closed 1001"));
    }

    private static void React(WebSocketConnection connection, string text)
    {
        switch (text)
        {
            case "echo":
                connection.Send(text);
                break;
            case "abort":
                connection.Abort();
                break;
            default:
                break;
        }
    }

    private Task<TestApp> StartAsync() => Http2Apps.StartAsync(map: app => app.MapWebSocket("/ws", _handler));
}

using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>WebSockets over HTTP/2 (RFC 8441), with the platform's own client.</summary>
public sealed class Http2Tests
{
    [Theory]
    [InlineData(WebSocketMessageType.Text)]
    [InlineData(WebSocketMessageType.Binary)]
    public async Task Every_length_is_echoed(WebSocketMessageType type)
    {
        await using TestApp app = await Http2Apps.StartAsync();
        using var client = new Http2Client(app.Port);
        using ClientWebSocket socket = await client.OpenAsync("/ws");
        Assert.Equal(HttpStatusCode.OK, socket.HttpStatusCode);
        foreach (int length in new[] { 0, 1, 125, 126, 65_535, 65_536, 1024 * 1024 })
        {
            byte[] payload = new byte[length];
            new Random(length).NextBytes(payload);
            payload.AsSpan().Replace((byte)0, (byte)'0');
            byte[] sent = type == WebSocketMessageType.Text ? [.. payload.Select(static b => (byte)(b & 0x7F))] : payload;
            await Within.Time(socket.SendAsync(sent, type, endOfMessage: true, CancellationToken.None));
            (WebSocketMessageType receivedType, byte[] received) = await ReceiveAsync(socket);
            Assert.Equal(type, receivedType);
            Assert.Equal(sent, received);
        }
    }

    [Fact]
    public async Task The_largest_body_of_a_request_is_no_limit()
    {
        await using TestApp app = await TestApp.StartAsync(Http2Apps.MapEcho, services: static services =>
            services.Configure<KestrelServerOptions>(static kestrel =>
            {
                kestrel.Limits.MaxRequestBodySize = 1000;
                kestrel.ConfigureEndpointDefaults(static listen => listen.Protocols = HttpProtocols.Http2);
            }));
        using var client = new Http2Client(app.Port);
        using ClientWebSocket socket = await client.OpenAsync("/ws");
        byte[] payload = new byte[100_000];
        await Within.Time(socket.SendAsync(payload, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None));
        Assert.Equal(payload, (await ReceiveAsync(socket)).Payload);
    }

    [Fact]
    public async Task The_client_closes_with_a_code()
    {
        var handler = new RecordingHandler();
        await using TestApp app = await Http2Apps.StartAsync(map: app => app.MapWebSocket("/ws", handler));
        using var client = new Http2Client(app.Port);
        using ClientWebSocket socket = await client.OpenAsync("/ws");
        await Within.Time(socket.CloseAsync((WebSocketCloseStatus)4001, "done", CancellationToken.None));
        Assert.Equal((WebSocketCloseStatus)4001, socket.CloseStatus);
        Assert.Equal(["open", "closed 4001 done"], handler.Events);
    }

    [Fact]
    public async Task The_server_closes_with_a_code()
    {
        var closed = new TaskCompletionSource<CloseCode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = new RecordingHandler
        {
            Message = static (connection, _) => connection.Close((CloseCode)4002, "enough"),
            Closed = connection => closed.TrySetResult(connection.CloseCode),
        };
        await using TestApp app = await Http2Apps.StartAsync(map: app => app.MapWebSocket("/ws", handler));
        using var client = new Http2Client(app.Port);
        using ClientWebSocket socket = await client.OpenAsync("/ws");
        await Within.Time(socket.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None));
        Assert.Equal(WebSocketMessageType.Close, (await ReceiveAsync(socket)).Type);
        Assert.Equal((WebSocketCloseStatus)4002, socket.CloseStatus);
        Assert.Equal("enough", socket.CloseStatusDescription);
        await Within.Time(socket.CloseOutputAsync((WebSocketCloseStatus)4002, "", CancellationToken.None));
        Assert.Equal((CloseCode)4002, await Within.Time(closed.Task));
    }

    [Fact]
    public async Task A_subprotocol_and_compression_are_agreed_on()
    {
        await using TestApp app = await Http2Apps.StartAsync(static options =>
        {
            options.Subprotocols.Add("chat");
            options.Connection = new ConnectionOptions { Protocol = new ProtocolOptions { Deflate = new DeflateOptions() } };
        });
        using var client = new Http2Client(app.Port);
        using ClientWebSocket socket = await client.OpenAsync("/ws", static options =>
        {
            options.AddSubProtocol("other");
            options.AddSubProtocol("chat");
            options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        });
        Assert.Equal("chat", socket.SubProtocol);
        IReadOnlyDictionary<string, IEnumerable<string>> fields = socket.HttpResponseHeaders!;
        Assert.Contains("permessage-deflate", fields["Sec-WebSocket-Extensions"].Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Accept", fields.Keys);
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("again and ", 10_000)));
        await Within.Time(socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None));
        Assert.Equal(text, (await ReceiveAsync(socket)).Payload);
    }

    [Fact]
    public async Task A_hundred_sockets_live_on_one_connection()
    {
        await using TestApp app = await Http2Apps.StartAsync();
        using var client = new Http2Client(app.Port);
        ClientWebSocket[] sockets = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.OpenAsync("/ws")));
        await Task.WhenAll(sockets.Select(static async (socket, number) =>
        {
            byte[] payload = Encoding.UTF8.GetBytes($"{number} {new string('x', 20_000)}");
            for (int round = 0; round < 3; round++)
            {
                await Within.Time(socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None));
                Assert.Equal(payload, (await ReceiveAsync(socket)).Payload);
            }

            await Within.Time(socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None));
            Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
            socket.Dispose();
        }));
        Assert.Equal(1, client.Connections);
    }

    [Fact]
    public async Task With_TLS_one_endpoint_serves_both_versions()
    {
        using var certificates = new TestCertificates();
        using X509Certificate2 certificate = certificates.MakeServer("CN=localhost");
        await using TestApp app = await TestApp.StartAsync(Http2Apps.MapEcho, services: services =>
            services.Configure<KestrelServerOptions>(kestrel =>
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))));
        using var client = new Http2Client(app.Port, "wss");
        using ClientWebSocket second = await client.OpenAsync("/ws");
        using ClientWebSocket first = await client.OpenAsync("/ws", static options => options.HttpVersion = HttpVersion.Version11);
        Assert.Equal(HttpStatusCode.OK, second.HttpStatusCode);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, first.HttpStatusCode);
        foreach (ClientWebSocket socket in new[] { first, second })
        {
            await Within.Time(socket.SendAsync("hi"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None));
            Assert.Equal("hi"u8.ToArray(), (await ReceiveAsync(socket)).Payload);
        }

        Assert.Equal(2, client.Connections);
    }

    private static async Task<(WebSocketMessageType Type, byte[] Payload)> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            ValueWebSocketReceiveResult part = await Within.Time(socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None));
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return (part.MessageType, message.ToArray());
            }
        }
    }
}

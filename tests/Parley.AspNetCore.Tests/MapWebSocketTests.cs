using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

public sealed class MapWebSocketTests
{
    [Fact]
    public async Task A_delegate_echoes_every_length()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapWebSocket("/ws", EchoAsync));
        await using WebSocketConnection client = await app.ConnectAsync("/ws");
        foreach (int length in new[] { 0, 1, 125, 126, 65_535, 65_536, 1024 * 1024 })
        {
            byte[] payload = new byte[length];
            new Random(length).NextBytes(payload);
            await Within.Time(client.SendAsync(MessageType.Binary, payload));
            Assert.Equal(payload, (await Within.Time(client.ReceiveAsync()))!.Value.Data.ToArray());
        }

        await Within.Time(client.CloseAsync());
        Assert.Equal(CloseCode.NormalClosure, client.CloseCode);
    }

    [Fact]
    public async Task A_handler_receives_on_the_loop()
    {
        var handler = new RecordingHandler { Message = static (connection, text) => connection.Send($"{connection.Loop.IsCurrent} {text}") };
        await using TestApp app = await TestApp.StartAsync(app => app.MapWebSocket("/ws", handler));
        await using WebSocketConnection client = await app.ConnectAsync("/ws");
        await client.SendAsync("a");
        Assert.Equal("True a", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
    }

    [Theory]
    [InlineData("a plain request", 426, "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("a post", 405, "POST /ws HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("another path", 404, "GET /other HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("a short key", 400, "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n")]
    [InlineData("version 8", 426, "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")]
    public async Task A_bad_request_gets_its_status(string name, int status, string request)
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapWebSocket("/ws", EchoAsync));
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        await client.SendAsync(request);
        string head = await client.ReadHeadAsync();
        Assert.True(head.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{name}: {head}");
        Assert.Equal(status == 426, head.Contains("Sec-WebSocket-Version: 13", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://good.example", 101)]
    [InlineData("http://127.0.0.1", 101)]
    [InlineData("https://evil.example", 403)]
    public async Task A_page_connects_if_its_origin_may(string origin, int status)
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapWebSocket("/ws", EchoAsync), static options => options.AllowedOrigins.Add("https://good.example"));
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        await client.SendAsync(RawClient.Handshake("/ws", $"Origin: {origin}"));
        Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subprotocol_of_the_options_is_chosen()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapWebSocket("/ws", EchoAsync), static options => options.Subprotocols.Add("chat"));
        await using WebSocketConnection client =
            await app.ConnectAsync("/ws", new WebSocketClientOptions { Subprotocols = ["other", "chat"] });
        Assert.Equal("chat", client.Subprotocol);
    }

    [Fact]
    public async Task Compression_is_agreed_on_if_both_ends_want_it()
    {
        var connection = new ConnectionOptions { Protocol = new ProtocolOptions { Deflate = new DeflateOptions() } };
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapWebSocket("/ws", EchoAsync), options => options.Connection = connection);
        await using WebSocketConnection client = await app.ConnectAsync("/ws", new WebSocketClientOptions { Connection = connection });
        string text = string.Concat(Enumerable.Repeat("again and ", 500));
        await client.SendAsync(text);
        Assert.Equal(text, (await Within.Time(client.ReceiveAsync()))!.Value.GetText());

        using RawClient raw = await RawClient.ConnectAsync(app.Port);
        await raw.SendAsync(RawClient.Handshake("/ws", "Sec-WebSocket-Extensions: permessage-deflate"));
        Assert.Contains("permessage-deflate; server_no_context_takeover", await raw.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_in_the_handshakes_own_packet_is_not_lost()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapWebSocket("/ws", EchoAsync));
        for (int i = 0; i < 20; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(app.Port);
            await client.SendAsync([.. System.Text.Encoding.ASCII.GetBytes(RawClient.Handshake("/ws")), .. RawClient.Frame(0x81, "hi"u8)]);
            Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
            Assert.Equal("text hi", await client.ReadFrameAsync());
        }
    }

    [Fact]
    public async Task Bad_input_gets_its_code_and_a_log_line()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapWebSocket("/ws", EchoAsync));
        using RawClient client = await RawClient.OpenAsync(app.Port, "/ws");
        await client.SendAsync([0x81, 1, (byte)'a']);
        Assert.Equal("close 1002", await client.ReadFrameAsync());
        Assert.Contains(app.Log.Lines, static line => line.Contains("must be masked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_the_application_closes_with_1001_and_does_not_wait_for_the_timeout()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapWebSocket("/ws", EchoAsync));
        WebSocketConnection[] clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.ConnectAsync("/ws")));
        Task reading = Task.WhenAll(clients.Select(static client => client.ReceiveAsync().AsTask()));
        await app.StopAsync();
        await Within.Time(reading);
        Assert.All(clients, static client => Assert.Equal(CloseCode.GoingAway, client.CloseCode));
        Assert.DoesNotContain(app.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_endpoints_live_beside_it()
    {
        await using TestApp app = await TestApp.StartAsync(static app =>
        {
            app.MapWebSocket("/ws", EchoAsync);
            app.MapGet("/health", static context => context.Response.WriteAsync("well"));
        });
        using var http = new HttpClient();
        Assert.Equal("well", await http.GetStringAsync(new Uri($"http://127.0.0.1:{app.Port}/health")));
    }

    [Fact]
    public async Task Without_AddParley_the_error_says_what_to_call()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        await using WebApplication app = builder.Build();
        app.MapWebSocket("/ws", EchoAsync);
        Microsoft.AspNetCore.Http.Endpoint endpoint =
            ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.Single().Endpoints.Single();
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => endpoint.RequestDelegate!(new DefaultHttpContext { RequestServices = app.Services }));
        Assert.Contains("AddParley()", exception.Message, StringComparison.Ordinal);
    }

    private static async Task EchoAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        await foreach (Message message in connection.ReadAllAsync(cancellationToken))
        {
            await connection.SendAsync(message, cancellationToken);
        }
    }
}

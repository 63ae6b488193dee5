using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>What a server answers to handshakes, good and bad, over TCP.</summary>
public sealed class HandshakeTests : IAsyncLifetime
{
    private readonly LogCollector _log = new();
    private readonly TestClock _clock = new();
    private readonly SemaphoreSlim _asked = new(0);
    private WebSocketServer _server = null!;

    public ValueTask InitializeAsync()
    {
        _server = new WebSocketServer(
            new WebSocketServerOptions
            {
                LoggerFactory = _log,
                Time = _clock,
                AllowedOrigins = ["https://good.example", "null"],
                Subprotocols = ["chat"],
                HttpHandler = static request => request.Path == "/health" ? new HttpReply(200, "well\n") : null,
            },
            new PathHandler(_asked));
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("a plain request", 426, "GET /ws HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("a post", 405, "POST /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("another path", 404, "GET /other HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("no request line", 400, "hello\r\n\r\n")]
    [InlineData("TLS", 400, "\u0016\u0003\u0001\r\r\r")]
    [InlineData("bare line feeds", 400, "GET /ws HTTP/1.1\nHost: a\n\n")]
    public async Task A_bad_request_gets_its_status_and_a_sentence(string name, int status, string request)
    {
        using RawClient client = await RawClient.ConnectAsync(_server.EndPoint.Port);
        await client.SendAsync(request);
        string answer = await client.ReadToEndAsync();
        Assert.True(answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{name}: {answer}");
        Assert.EndsWith(".\n", answer, StringComparison.Ordinal);
        Assert.Equal(status == 426, answer.Contains("Sec-WebSocket-Version: 13", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Equal(0, _server.ConnectionCount);
    }

    [Fact]
    public async Task A_line_that_is_too_long_gets_a_431()
    {
        using RawClient client = await RawClient.ConnectAsync(_server.EndPoint.Port);
        await client.SendAsync("GET /ws HTTP/1.1\r\nX-A: " + new string('a', 10_000));
        Assert.StartsWith("HTTP/1.1 431 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_does_not_ask_in_time_gets_a_408()
    {
        using RawClient client = await RawClient.ConnectAsync(_server.EndPoint.Port);
        await client.SendAsync("GET /ws HTT");
        string answer = await _clock.AdvanceUntilAsync(client.ReadToEndAsync(), _server.Loops.Loops);
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_that_does_not_answer_in_time_is_a_503()
    {
        using RawClient client = await RawClient.ConnectAsync(_server.EndPoint.Port);
        await client.SendAsync(RawClient.Handshake("/never"));
        await Within.Time(_asked.WaitAsync());
        string answer = await _clock.AdvanceUntilAsync(client.ReadToEndAsync(), _server.Loops.Loops);
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://good.example", 101)]
    [InlineData("null", 101)]
    [InlineData("http://127.0.0.1", 101)]
    [InlineData("https://evil.example", 403)]
    public async Task A_page_connects_if_its_origin_may(string origin, int status)
    {
        using RawClient client = await RawClient.ConnectAsync(_server.EndPoint.Port);
        await client.SendAsync(RawClient.Handshake("/ws", $"Origin: {origin}"));
        Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handshake_in_single_bytes_with_a_message_behind_it_is_taken()
    {
        using RawClient client = await RawClient.ConnectAsync(_server.EndPoint.Port);
        byte[] bytes = [.. System.Text.Encoding.ASCII.GetBytes(RawClient.Handshake("/ws")), .. RawClient.Frame(0x81, "hi"u8)];
        foreach (byte b in bytes)
        {
            await client.SendAsync([b]);
        }

        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", await client.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("text hi", await client.ReadFrameAsync());
    }

    [Fact]
    public async Task A_message_in_the_handshakes_own_packet_waits_for_an_application_that_takes_its_time()
    {
        using RawClient client = await RawClient.ConnectAsync(_server.EndPoint.Port);
        await client.SendAsync([.. System.Text.Encoding.ASCII.GetBytes(RawClient.Handshake("/later")), .. RawClient.Frame(0x81, "hi"u8)]);
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal("text hi", await client.ReadFrameAsync());
    }

    [Fact]
    public async Task An_application_that_accepts_on_other_threads_is_answered_on_the_loop_every_time()
    {
        for (int i = 0; i < 1000; i++)
        {
            using RawClient client = await RawClient.OpenAsync(_server.EndPoint.Port, "/later");
            await client.SayAsync($"{i}");
            Assert.Equal($"text {i}", await client.ReadFrameAsync());
        }
    }

    [Theory]
    [InlineData("GET /health HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\n", "well\n")]
    [InlineData("HEAD /health HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK\r\n", "\r\n\r\n")]
    public async Task Plain_requests_go_to_the_hook(string request, string start, string end)
    {
        using RawClient client = await RawClient.ConnectAsync(_server.EndPoint.Port);
        await client.SendAsync(request);
        string answer = await client.ReadToEndAsync();
        Assert.StartsWith(start, answer, StringComparison.Ordinal);
        Assert.EndsWith(end, answer, StringComparison.Ordinal);
    }

    // Echoes on /ws, accepts on another thread on /later, and never answers on /never.
    private sealed class PathHandler(SemaphoreSlim asked) : IUpgradeHandler
    {
        public bool Serves(string path) => path is "/ws" or "/later" or "/never";

        public void OnUpgrade(UpgradeRequest request)
        {
            switch (request.Head.Path)
            {
                case "/ws":
                    _ = AcceptAsync(request);
                    break;
                case "/later":
                    _ = Task.Run(() => AcceptAsync(request));
                    break;
                default:
                    asked.Release();
                    break;
            }
        }

        private static Task<bool> AcceptAsync(UpgradeRequest request) => request.AcceptAsync(
            new RecordingHandler { Message = static (connection, text) => connection.Send(text) }).AsTask();
    }
}

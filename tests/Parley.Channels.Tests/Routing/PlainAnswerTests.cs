using System.Net;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Routing;

/// <summary>Plain HTTP beside WebSockets, on one server and, if need be, on one path.</summary>
public sealed class PlainAnswerTests : IAsyncLifetime
{
    private readonly LogCollector _log = new();
    private readonly Groups _groups = Groups.InProcess();
    private readonly HttpClient _http = new();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.css");
    private WebSocketServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllBytesAsync(_file, [0xFF, 0, 1]);
        ConsumerRouter router = new ConsumerRouter(_groups, _log)
            .MapGet("/", HttpReply.Html("<p>大厅</p>"))
            .MapGet("/state", static request => HttpReply.Json($"{{\"query\":\"{request.Query}\"}}"))
            .MapGet("/text/{*rest}", HttpReply.Text("text"))
            .MapGet("/broken", static _ => throw new InvalidOperationException("a defect"))
            .MapFile("/style.css", _file)
            .Map("/", static () => new RoomConsumer())
            .Map("/echo", static async (ws, cancellationToken) =>
            {
                await foreach (Message message in ws.ReadAllAsync(cancellationToken))
                {
                    await ws.SendAsync(message, cancellationToken);
                }
            })
            .Map("/who/{name}", static (ws, scope, cancellationToken) =>
                ws.SendAsync($"{scope.Route["name"]} {scope.Query["a"]} {scope.RemoteEndPoint is not null}", cancellationToken).AsTask())
            .Map("/handler", new RecordingHandler { Opened = static connection => connection.Send("handled") });
        _server = new WebSocketServer(new WebSocketServerOptions { LoggerFactory = _log }, router);
        _server.Start();
        _http.BaseAddress = new Uri($"http://127.0.0.1:{_server.EndPoint.Port}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        await _groups.DisposeAsync();
        File.Delete(_file);
    }

    [Theory]
    [InlineData("/", "text/html; charset=utf-8", "<p>大厅</p>")]
    [InlineData("/?x", "text/html; charset=utf-8", "<p>大厅</p>")]
    [InlineData("/state?a=b", "application/json", "{\"query\":\"a=b\"}")]
    [InlineData("/text/a/b", "text/plain; charset=utf-8", "text")]
    public async Task A_get_is_answered(string path, string type, string body)
    {
        using HttpResponseMessage response = await Within.Time(_http.GetAsync(path));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_file_is_answered_as_it_was_when_it_was_mapped()
    {
        await File.WriteAllTextAsync(_file, "changed");
        using HttpResponseMessage response = await Within.Time(_http.GetAsync("/style.css"));
        Assert.Equal("text/css; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal([0xFF, 0, 1], await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_head_is_answered_without_a_body_and_other_methods_are_a_405()
    {
        using HttpResponseMessage head = await Within.Time(_http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/")));
        Assert.Equal((HttpStatusCode.OK, 13L), (head.StatusCode, head.Content.Headers.ContentLength));
        using HttpResponseMessage post = await Within.Time(_http.PostAsync("/state", null));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD"], post.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/echo", HttpStatusCode.UpgradeRequired)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/broken", HttpStatusCode.InternalServerError)]
    public async Task Other_paths_say_what_is_wrong(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await Within.Time(_http.GetAsync(path));
        Assert.Equal(status, response.StatusCode);
        Assert.DoesNotContain("defect", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(path == "/broken", _log.Lines.Any(static line => line.Contains("a defect", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/who/%E5%A4%A7?a=1", "大 1 True")]
    [InlineData("/handler", "handled")]
    public async Task A_delegate_with_its_scope_and_a_handler_have_routes_as_consumers_do(string path, string first)
    {
        await using WebSocketConnection socket = await ConnectAsync(path);
        Assert.Equal(first, (await Within.Time(socket.ReceiveAsync()))!.Value.GetText());
    }

    [Fact]
    public async Task A_delegate_echoes()
    {
        await using WebSocketConnection socket = await ConnectAsync("/echo");
        await socket.SendAsync("hello");
        Assert.Equal("hello", (await Within.Time(socket.ReceiveAsync()))!.Value.GetText());
    }

    [Fact]
    public void A_file_that_is_too_large_or_not_there_says_so()
    {
        var router = new ConsumerRouter(_groups);
        using (FileStream large = File.OpenWrite(_file))
        {
            large.SetLength((1024 * 1024) + 1);
        }

        Assert.Contains("1048577", Assert.Throws<ArgumentException>(() => router.MapFile("/large", _file)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => router.MapFile("/none", _file + ".none"));
    }

    private Task<WebSocketConnection> ConnectAsync(string path) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{_server.EndPoint.Port}{path}")));
}

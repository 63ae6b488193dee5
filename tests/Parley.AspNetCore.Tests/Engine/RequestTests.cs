using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>What belongs to the request lives as long as its WebSocket, which takes the fast path only where it may.</summary>
public sealed class RequestTests
{
    [Theory]
    [InlineData(Carrier.Kestrel)]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task User_and_services_are_there_to_the_end_and_disposed_behind_it(Carrier carrier)
    {
        var contexts = new TaskCompletionSource<HttpContext>(TaskCreationOptions.RunContinuationsAsynchronously);
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineApp app = await EngineApp.StartAsync(
            carrier,
            app =>
            {
                app.Use((context, next) =>
                {
                    context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Ada")], "test"));
                    context.RequestServices.GetRequiredService<Scoped>();
                    contexts.SetResult(context);
                    return next(context);
                });
                app.MapWebSocket("/ws", Echo());
            },
            build: builder => builder.Services.AddScoped(_ => new Scoped(disposed)));
        WebSocketConnection client = await app.ConnectAsync("/ws");
        HttpContext context = await Within.Time(contexts.Task);
        for (int i = 0; i < 3; i++)
        {
            await client.SendAsync("hello");
            Assert.Equal("hello", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
            Assert.Equal("Ada", context.User.Identity!.Name);
            Assert.NotNull(context.RequestServices.GetRequiredService<Scoped>());
            Assert.False(disposed.Task.IsCompleted);
            Assert.False(context.RequestAborted.IsCancellationRequested);
        }

        await Within.Time(client.CloseAsync());
        await Within.Time(disposed.Task);
        await app.NothingIsLeftAsync();
    }

    [Theory]
    [InlineData(Carrier.Epoll, "reset")]
    [InlineData(Carrier.Epoll, "gone")]
    [InlineData(Carrier.Epoll, "closed")]
    [InlineData(Carrier.Epoll, "aborted by the server")]
    [InlineData(Carrier.Sockets, "reset")]
    [InlineData(Carrier.Sockets, "closed")]
    public async Task RequestAborted_fires_however_the_connection_ends_and_before_the_request_does(Carrier carrier, string how)
    {
        HttpContext? context = null;
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineApp app = await EngineApp.StartAsync(carrier, app =>
        {
            app.Use(async (current, next) =>
            {
                context = current;
                bool isAborted = false;
                using CancellationTokenRegistration registration = current.RequestAborted.Register(() => isAborted = true);
                await next(current);
                ended.SetResult(isAborted);
            });
            app.MapWebSocket("/ws", new RecordingHandler { Opened = _ => opened.SetResult() });
        });
        using RawClient client = await RawClient.OpenAsync(app.Port, "/ws");
        await Within.Time(opened.Task);
        switch (how)
        {
            case "reset":
                client.Reset();
                break;
            case "gone":
                client.Dispose();
                break;
            case "closed":
                await client.SendAsync(RawClient.Frame(0x88, [3, 232]));
                Assert.Equal("close 1000", await client.ReadFrameAsync());
                break;
            default:
                context!.Abort();
                await Assert.ThrowsAnyAsync<IOException>(() => client.ReadFrameAsync());
                break;
        }

        Assert.True(await Within.Time(ended.Task));
        await app.NothingIsLeftAsync();
    }

    [Fact]
    public async Task TLS_beside_it_takes_the_streams_path()
    {
        using var folder = new CertificateFolder();
        using var certificate = folder.Certificates.MakeServer("CN=server");
        await using EngineApp app = await EngineApp.StartAsync(Carrier.Epoll, MapLoops, kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        Assert.Equal("EpollLoop", await AskAsync(app, app.Urls[0]));
        Assert.Equal("PoolLoop", await AskAsync(app, app.Urls[1]));
        await app.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Middleware_that_reads_the_connection_goes_on_doing_so()
    {
        await using EngineApp app = await EngineApp.StartAsync(Carrier.Epoll, MapLoops, static kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, static listen => listen.UseConnectionLogging()));
        Assert.Equal("PoolLoop", await AskAsync(app, app.Urls[0]));
        await app.NothingIsLeftAsync();
    }

    [Fact]
    public async Task Middleware_that_wraps_the_upgraded_stream_sees_its_bytes()
    {
        int read = 0;
        await using EngineApp app = await EngineApp.StartAsync(Carrier.Epoll, app =>
        {
            app.Use((context, next) =>
            {
                IHttpUpgradeFeature inner = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
                context.Features.Set<IHttpUpgradeFeature>(new WrappingUpgrade(inner, count => Interlocked.Add(ref read, count)));
                return next(context);
            });
            app.MapWebSocket("/ws", Echo());
        });
        WebSocketConnection client = await app.ConnectAsync("/ws");
        await client.SendAsync("hello");
        Assert.Equal("hello", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
        await Within.Time(client.CloseAsync());
        Assert.InRange(Volatile.Read(ref read), 11, 100);
        await app.NothingIsLeftAsync();
    }

    [Theory]
    [InlineData(Carrier.Kestrel)]
    [InlineData(Carrier.Epoll)]
    public async Task Past_kestrels_limit_of_upgrades_a_client_is_told_so_and_one_that_leaves_makes_room(Carrier carrier)
    {
        await using EngineApp app = await EngineApp.StartAsync(carrier, static app => app.MapWebSocket("/ws", Echo()), static kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Limits.MaxConcurrentUpgradedConnections = 1;
        });
        WebSocketConnection first = await app.ConnectAsync("/ws");
        WebSocketHandshakeException refused = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/ws"));
        Assert.Equal(503, refused.StatusCode);
        await Within.Time(first.CloseAsync());
        await app.NothingIsLeftAsync();
        await using WebSocketConnection second = await app.ConnectAsync("/ws");
    }

    [Theory]
    [InlineData(Carrier.Kestrel)]
    [InlineData(Carrier.Epoll)]
    public async Task HTTP_2_goes_through_the_engine(Carrier carrier)
    {
        await using EngineApp app = await EngineApp.StartAsync(carrier, HttpApps.Map, static kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http2));
        using var http = new HttpClient { DefaultRequestVersion = new Version(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Task<string>[] answers = [.. Enumerable.Range(0, 5).Select(async _ =>
        {
            using HttpResponseMessage answer = await http.PostAsync(
                new Uri($"http://127.0.0.1:{app.Port}/count"), new ByteArrayContent(new byte[HttpApps.LargeSize]));
            return await answer.Content.ReadAsStringAsync();
        })];
        Assert.All(await Within.Time(Task.WhenAll(answers)), static answer => Assert.Equal($"{HttpApps.LargeSize} bytes", answer));
        byte[] large = await Within.Time(http.GetByteArrayAsync(new Uri($"http://127.0.0.1:{app.Port}/large")));
        Assert.Equal(HttpApps.LargeSize, large.Length);
    }

    [Fact]
    public async Task Stopping_the_host_closes_a_thousand_connections_with_1001()
    {
        await using EngineApp app = await EngineApp.StartAsync(Carrier.Epoll, static app => app.MapWebSocket("/ws", Echo()));
        var clients = new WebSocketConnection[1000];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, clients.Length),
            new ParallelOptions { MaxDegreeOfParallelism = 20 },
            async (number, _) => clients[number] = await app.ConnectAsync("/ws"));
        Task reading = Task.WhenAll(clients.Select(static client => client.ReceiveAsync().AsTask()));
        await app.StopAsync();
        await Within.Time(reading);
        Assert.All(clients, static client => Assert.Equal(CloseCode.GoingAway, client.CloseCode));
        await app.NothingIsLeftAsync();
        Assert.DoesNotContain(app.Log.Lines, static line =>
            line.StartsWith("Error", StringComparison.Ordinal) || line.Contains("gracefully", StringComparison.Ordinal));
    }

    private static RecordingHandler Echo() => new() { Message = static (connection, text) => connection.Send(text) };

    private static void MapLoops(WebApplication app) => app.MapWebSocket(
        "/ws", new RecordingHandler { Message = static (connection, _) => connection.Send(connection.Loop.GetType().Name) });

    private static async Task<string> AskAsync(EngineApp app, string url)
    {
        using var client = new ClientWebSocket();
        client.Options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        await Within.Time(client.ConnectAsync(new Uri(url.Replace("http", "ws", StringComparison.Ordinal) + "/ws"), default));
        await Within.Time(client.SendAsync("?"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, default));
        byte[] buffer = new byte[100];
        WebSocketReceiveResult result = await Within.Time(client.ReceiveAsync(buffer, default));
        await Within.Time(client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default));
        return System.Text.Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private sealed class Scoped(TaskCompletionSource disposed) : IDisposable
    {
        public void Dispose() => disposed.SetResult();
    }

    private sealed class WrappingUpgrade(IHttpUpgradeFeature inner, Action<int> onRead) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => inner.IsUpgradableRequest;

        public async Task<Stream> UpgradeAsync() => new CountingStream(await inner.UpgradeAsync(), onRead);
    }

    private sealed class CountingStream(Stream inner, Action<int> onRead) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await inner.ReadAsync(buffer, cancellationToken);
            onRead(count);
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.WriteAsync(buffer, cancellationToken);

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

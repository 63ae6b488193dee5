using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>An application whose connections a <see cref="Carrier"/> carries, and which says what is left of them.</summary>
internal sealed class EngineApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CountingMemory _memory;
    private readonly KestrelCounts _counts;
    private int _requests;

    private EngineApp(WebApplication app, LogCollector log, CountingMemory memory)
    {
        _app = app;
        _memory = memory;
        _counts = new KestrelCounts(app.Services.GetRequiredService<IMeterFactory>());
        Log = log;
        app.Use(async (context, next) =>
        {
            Interlocked.Increment(ref _requests);
            try
            {
                await next(context);
            }
            finally
            {
                Interlocked.Decrement(ref _requests);
            }
        });
    }

    public LogCollector Log { get; }

    public int Port => new Uri(_app.Urls.First()).Port;

    public IServiceProvider Services => _app.Services;

    public IReadOnlyList<ConnectionLoop> Loops => Services.GetRequiredService<ParleyHost>().AllLoops;

    public IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>The most blocks of memory that the pipes have held.</summary>
    public int PeakBlocks => _memory.Peak;

    /// <summary>
    /// How many requests run, how many blocks of memory their pipes hold, how many connections Kestrel counts, and how
    /// many there are on the engine's loops.
    /// </summary>
    public (int Requests, int Blocks, long Connections, int Transports) Left => (
        Volatile.Read(ref _requests),
        _memory.Rented,
        _counts.Connections,
        _app.Services.GetServices<IConnectionListenerFactory>().OfType<EngineListenerFactory>().Sum(static one => one.ConnectionCount));

    public static async Task<EngineApp> StartAsync(
        Carrier carrier,
        Action<WebApplication> map,
        Action<KestrelServerOptions>? kestrel = null,
        Action<WebApplicationBuilder>? build = null)
    {
        Assert.SkipWhen(carrier == Carrier.Epoll && !OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        var log = new LogCollector();
        var memory = new CountingMemory();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(memory);
        builder.Services.AddParley();
        builder.WebHost.ConfigureKestrel(options =>
        {
            if (kestrel is null)
            {
                options.Listen(IPAddress.Loopback, 0);
            }

            kestrel?.Invoke(options);
        });
        if (carrier != Carrier.Kestrel)
        {
            builder.WebHost.UseParleyEngine(options =>
                options.Engine = carrier == Carrier.Epoll ? Parley.Engine.Epoll : Parley.Engine.Sockets);
        }

        build?.Invoke(builder);
        var app = new EngineApp(builder.Build(), log, memory);
        map(app._app);
        await Within.Time(app._app.StartAsync());
        return app;
    }

    public Task<WebSocketConnection> ConnectAsync(string path) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{Port}{path}")));

    /// <summary>Waits until nothing of any request or connection is left.</summary>
    public async Task NothingIsLeftAsync()
    {
        try
        {
            await Within.Until(() => Left == (0, 0, 0, 0));
        }
        catch (TimeoutException)
        {
            Assert.Equal((0, 0, 0, 0), Left);
        }
    }

    public Task StopAsync() => Within.Time(_app.StopAsync());

    public void RequestStop() => _app.Lifetime.StopApplication();

    public async ValueTask DisposeAsync()
    {
        // Kestrel's keep-alive connections end here; what a test has left open must not hold it up.
        await Within.Time(_app.StopAsync(new CancellationToken(canceled: true)));
        await _app.DisposeAsync();
        _counts.Dispose();
    }
}

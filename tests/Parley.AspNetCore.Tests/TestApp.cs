using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>An application on Kestrel at a port of 127.0.0.1 that the system picks.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app, LogCollector log) => (_app, Log) = (app, log);

    public LogCollector Log { get; }

    public int Port => new Uri(_app.Urls.First()).Port;

    public IServiceProvider Services => _app.Services;

    public static Task<TestApp> StartAsync(
        Action<WebApplication> map,
        Action<ParleyOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        IReadOnlyDictionary<string, string?>? settings = null) =>
        StartAsync(WebApplication.CreateSlimBuilder(), map, configure, services, settings);

    public static async Task<TestApp> StartAsync(
        WebApplicationBuilder builder,
        Action<WebApplication> map,
        Action<ParleyOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        var log = new LogCollector();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddParley(configure);
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        map(app);
        await app.StartAsync();
        return new TestApp(app, log);
    }

    public Task<WebSocketConnection> ConnectAsync(string path, WebSocketClientOptions? options = null) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{Port}{path}"), options));

    /// <summary>Connects, again and again while the server is full: a place is free a moment after a connection has ended.</summary>
    public Task<WebSocketConnection> ConnectWhenThereIsRoomAsync(string path) => Within.Time(Task.Run(async () =>
    {
        while (true)
        {
            try
            {
                return await ConnectAsync(path);
            }
            catch (WebSocketHandshakeException refused) when (refused.StatusCode is 429 or 503)
            {
                await Task.Yield();
            }
        }
    }));

    /// <summary>Tells the application to stop, as a signal would, and lets its services run on.</summary>
    public void BeginToStop() => _app.Lifetime.StopApplication();

    public Task StopAsync() => Within.Time(_app.StopAsync());

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

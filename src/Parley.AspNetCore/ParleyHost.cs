using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>
/// The loops and the open connections of an application. When the application stops, every connection is closed with
/// 1001 before the web server waits for its requests to end.
/// </summary>
internal sealed class ParleyHost : IDisposable
{
    private readonly ConnectionSet _connections = new();
    private readonly ConnectionDrain _drain;
    private readonly EngineListenerFactory[] _engines;
    private readonly TimeSpan _hostTimeout;
    private readonly CancellationTokenRegistration _stopping;

    public ParleyHost(
        IOptions<ParleyOptions> options,
        IOptions<HostOptions> hostOptions,
        TimeProvider time,
        ILoggerFactory loggerFactory,
        IHostApplicationLifetime lifetime,
        IEnumerable<IConnectionListenerFactory> transports)
    {
        Options = options.Value;
        Time = time;
        Origins = new OriginPolicy(Options.AllowedOrigins);
        Logger = loggerFactory.CreateLogger<WebSocketConnection>();
        Loops = LoopGroup.Create(Engine.Sockets, time, loggerFactory);
        Limit = new ConnectionLimit(Options.MaxConnections);
        Stopping = lifetime.ApplicationStopping;
        _engines = [.. transports.OfType<EngineListenerFactory>()];
        _drain = new ConnectionDrain(_connections, time);
        _hostTimeout = hostOptions.Value.ShutdownTimeout;
        _stopping = Stopping.UnsafeRegister(static host => ((ParleyHost)host!).BeginDrain(), this);
    }

    public ParleyOptions Options { get; }

    public TimeProvider Time { get; }

    public OriginPolicy Origins { get; }

    public ILogger Logger { get; }

    public LoopGroup Loops { get; }

    /// <summary>All loops that connections live on: the host's own, and those of the engine as Kestrel's transport.</summary>
    public IReadOnlyList<ConnectionLoop> AllLoops => [.. Loops.Loops, .. _engines.SelectMany(static engine => engine.Loops)];

    /// <summary>How many connections there are, those included that have not been answered yet.</summary>
    public ConnectionLimit Limit { get; }

    public CancellationToken Stopping { get; }

    /// <summary>Keeps an open connection until it has ended.</summary>
    public async Task HoldAsync(WebSocketConnection connection, HandshakeTelemetry telemetry)
    {
        _connections.Add(connection);
        telemetry.OnOpened();
        if (Stopping.IsCancellationRequested)
        {
            ConnectionDrain.End(connection);
        }

        await connection.Completion.ConfigureAwait(false);
        telemetry.OnClosed(connection);
        _connections.Remove(connection);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _drain.Dispose();
        Loops.Dispose();
    }

    private void BeginDrain() =>
        _drain.Begin(DrainSchedule.Plan(_connections.Count, Options.DrainPeriod, _hostTimeout));
}

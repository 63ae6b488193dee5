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
    private readonly CancellationTokenRegistration _stopping;

    public ParleyHost(
        IOptions<ParleyOptions> options,
        TimeProvider time,
        ILoggerFactory loggerFactory,
        IHostApplicationLifetime lifetime)
    {
        Options = options.Value;
        Time = time;
        Origins = new OriginPolicy(Options.AllowedOrigins);
        Logger = loggerFactory.CreateLogger<WebSocketConnection>();
        Loops = LoopGroup.OnPool(time, loggerFactory.CreateLogger<PoolLoop>());
        Stopping = lifetime.ApplicationStopping;
        _stopping = Stopping.UnsafeRegister(static host => ((ParleyHost)host!)._connections.ForEach(CloseGoingAway, null), this);
    }

    public ParleyOptions Options { get; }

    public TimeProvider Time { get; }

    public OriginPolicy Origins { get; }

    public ILogger Logger { get; }

    public LoopGroup Loops { get; }

    public CancellationToken Stopping { get; }

    /// <summary>Keeps a connection until it has ended. On its loop.</summary>
    public async Task HoldAsync(WebSocketConnection connection)
    {
        _connections.Add(connection);
        if (Stopping.IsCancellationRequested)
        {
            CloseGoingAway(connection, null);
        }

        await connection.Completion.ConfigureAwait(false);
        _connections.Remove(connection);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        Loops.Dispose();
    }

    private static void CloseGoingAway(WebSocketConnection connection, object? state) =>
        connection.Close(CloseCode.GoingAway, "the server is stopping");
}

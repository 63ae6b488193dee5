using System.Net.Sockets;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Parley.Channels;

namespace Parley.Cli;

/// <summary>Runs a server until it is told to stop, and turns what goes wrong into a sentence.</summary>
internal static class ServerRun
{
    /// <summary>Runs a server command.</summary>
    /// <param name="settings">What the command was told.</param>
    /// <param name="makeServer">Makes the standalone server.</param>
    /// <param name="map">Maps the same to Kestrel's routes.</param>
    /// <returns>The exit status.</returns>
    public static async Task<int> RunAsync(
        ServerSettings settings,
        Func<WebSocketServerOptions, Groups, WebSocketServer> makeServer,
        Action<IEndpointRouteBuilder> map)
    {
        // The command line takes a signal that comes before this has returned its task for one that nobody handles.
        await Task.Yield();
        using var stop = new StopSignal();
        try
        {
            using ILoggerFactory logging = LoggerFactory.Create(ConfigureLogging);
            await using Groups groups = await (settings.Redis is { } redis
                ? redis.OpenGroupsAsync(logging)
                : settings.History.OpenGroupsAsync(logging));
            await (settings.Hosting == HostingKind.Standalone
                ? StandaloneHosting.RunAsync(settings, groups, logging, makeServer, stop.Stopped)
                : KestrelHosting.RunAsync(settings, groups, map, stop.Stopped));
            return 0;
        }
        catch (Exception exception) when (exception is IOException or FormatException or PlatformNotSupportedException)
        {
            await Console.Error.WriteLineAsync("parley: " + exception.Message);
            return 1;
        }
        catch (SocketException exception)
        {
            // Kestrel passes on what binding failed with, except for a port in use.
            await Console.Error.WriteLineAsync(
                settings.UnixSocketPath is { } path
                    ? $"parley: Can't listen on the Unix socket {path}: {exception.Message}. Choose a path in a folder that is there."
                    : $"parley: Can't listen on {settings.Host}:{settings.Port}: {exception.Message}. Choose an address of this "
                        + "machine, and a port that this user may listen on.");
            return 1;
        }
    }

    public static void ConfigureLogging(ILoggingBuilder logging) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)

        // What keeps the host from starting is said in a sentence of its own.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });

    /// <summary>What <c>/health</c> says.</summary>
    public static string HealthOf(Groups groups) => groups.State == LayerState.Connected ? "healthy\n" : "degraded\n";

    /// <summary>Prints where clients connect, once they can.</summary>
    public static Task AnnounceAsync(ServerSettings settings, int port)
    {
        string host = settings.Host;
        string name = host == "*" ? "localhost" : host.Contains(':') ? $"[{host}]" : host;
        string scheme = settings.HasTls ? "wss" : "ws";
        return Console.Out.WriteLineAsync(settings.UnixSocketPath is { } path
            ? $"listening on {scheme} at the Unix socket {path}"
            : $"listening on {scheme}://{name}:{port}/");
    }
}

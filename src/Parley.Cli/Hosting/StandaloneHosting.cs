using Microsoft.Extensions.Logging;
using Parley.Channels;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>Runs a server command on Parley's own server.</summary>
internal static class StandaloneHosting
{
    public static async Task RunAsync(
        ServerSettings settings,
        Groups groups,
        ILoggerFactory logging,
        Func<WebSocketServerOptions, Groups, WebSocketServer> makeServer,
        Task stopped)
    {
        var options = new WebSocketServerOptions
        {
            Engine = settings.Engine,
            Host = settings.Host,
            Port = settings.Port,
            AllowedOrigins = settings.Origins,
            UnixSocketPath = settings.UnixSocketPath,
            Tls = settings.CreateTls(),
            Accept = new AcceptOptions
            {
                MaxConnections = settings.MaxConnections,
                MaxConnectionsPerAddress = settings.MaxConnectionsPerAddress,
            },
            Connection = settings.Connection,
            HttpHandler = request => request.Path == "/health" ? new HttpReply(200, ServerRun.HealthOf(groups)) : null,
            LoggerFactory = logging,
        };
        await using WebSocketServer server = makeServer(options, groups);
        server.Start();
        await ServerRun.AnnounceAsync(settings, settings.UnixSocketPath is null ? server.EndPoint.Port : 0);
        await stopped;
        await server.StopAsync();
    }
}

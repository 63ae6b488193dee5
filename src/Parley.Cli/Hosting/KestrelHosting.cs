using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Channels;

namespace Parley.Cli;

/// <summary>Runs a server command inside ASP.NET Core.</summary>
internal static class KestrelHosting
{
    public static async Task RunAsync(
        ServerSettings settings, Groups groups, Action<IEndpointRouteBuilder> map, Task stopped)
    {
        TlsOptions? tls = settings.CreateTls();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        ServerRun.ConfigureLogging(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings, tls));
        if (settings.Hosting == HostingKind.KestrelEngine)
        {
            builder.WebHost.UseParleyEngine(options => options.Engine = settings.Engine);
        }

        builder.Services.AddSingleton(groups);
        builder.Services.AddParley(options =>
        {
            options.Connection = settings.Connection;
            foreach (string origin in settings.Origins)
            {
                options.AllowedOrigins.Add(origin);
            }
        });
        await using WebApplication app = builder.Build();
        app.MapGet("/health", context => context.Response.WriteAsync(ServerRun.HealthOf(groups)));
        map(app);
        tls?.LogCertificate(app.Logger);
        await app.StartAsync();
        await ServerRun.AnnounceAsync(
            settings, settings.UnixSocketPath is null ? new Uri(app.Urls.First()).Port : 0);
        await stopped;
        await app.StopAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, ServerSettings settings, TlsOptions? tls)
    {
        kestrel.AddServerHeader = false;

        // As long as our own server waits for a handshake.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

        // Kestrel counts what was upgraded apart from what has not been yet.
        kestrel.Limits.MaxConcurrentConnections = settings.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = settings.MaxConnections;
        if (settings.UnixSocketPath is { } path)
        {
            kestrel.ListenUnixSocket(path, listen => Secure(listen, tls));
        }
        else
        {
            kestrel.Listen(
                WebSocketServerOptions.ParseHost(settings.Host), settings.Port, listen => Secure(listen, tls));
        }
    }

    private static void Secure(ListenOptions listen, TlsOptions? tls)
    {
        if (tls is null)
        {
            return;
        }

        ILogger logger = listen.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<WebSocketServer>();
        listen.Protocols = HttpProtocols.Http1;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(tls.ForHandshake(logger)),
            HandshakeTimeout = tls.HandshakeTimeout,
        });
    }
}

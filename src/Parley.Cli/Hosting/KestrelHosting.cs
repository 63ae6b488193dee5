using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.Cli;

/// <summary>Runs a server command inside ASP.NET Core.</summary>
internal static class KestrelHosting
{
    public static async Task RunAsync(ServerSettings settings, Action<IEndpointRouteBuilder> map, Task stopped)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        ServerRun.ConfigureLogging(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings));
        builder.Services.AddParley(options =>
        {
            options.Connection = settings.Connection;
            foreach (string origin in settings.Origins)
            {
                options.AllowedOrigins.Add(origin);
            }
        });
        await using WebApplication app = builder.Build();
        app.MapGet("/health", static context => context.Response.WriteAsync("healthy\n"));
        map(app);
        await app.StartAsync();
        await ServerRun.AnnounceAsync(settings.Host, new Uri(app.Urls.First()).Port);
        await stopped;
        await app.StopAsync();
    }

    private static void Listen(KestrelServerOptions kestrel, ServerSettings settings)
    {
        kestrel.AddServerHeader = false;

        // As long as our own server waits for a handshake.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        IPAddress address = WebSocketServerOptions.ParseHost(settings.Host);
        kestrel.Listen(address, settings.Port);
    }
}

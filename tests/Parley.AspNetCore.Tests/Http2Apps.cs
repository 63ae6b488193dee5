using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.AspNetCore.Tests;

/// <summary>Applications that speak HTTP/2, with an echo at <c>/ws</c>.</summary>
internal static class Http2Apps
{
    /// <summary>Over plain TCP, where a client has to know it beforehand.</summary>
    public static Task<TestApp> StartAsync(Action<ParleyOptions>? configure = null, Action<WebApplication>? map = null) =>
        TestApp.StartAsync(map ?? MapEcho, configure, static services => services.Configure<KestrelServerOptions>(
            static kestrel => kestrel.ConfigureEndpointDefaults(static listen => listen.Protocols = HttpProtocols.Http2)));

    public static void MapEcho(WebApplication app) => app.MapWebSocket("/ws", EchoAsync);

    public static async Task EchoAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        await foreach (Message message in connection.ReadAllAsync(cancellationToken))
        {
            await connection.SendAsync(message, cancellationToken);
        }
    }
}

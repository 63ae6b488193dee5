using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.AspNetCore;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Runs an application's connections on Parley's loops.</summary>
public static class ParleyEngineWebHostBuilderExtensions
{
    /// <summary>
    /// Makes Parley's engine Kestrel's transport. Kestrel goes on speaking HTTP; a WebSocket leaves it once it is open,
    /// and costs what it costs on a server of Parley's own. With TLS, over HTTP/2, or behind middleware that reads the
    /// connection itself it stays on Kestrel's streams.
    /// </summary>
    /// <remarks>
    /// What <c>UseSockets</c> configures holds here too: buffer sizes, the backlog, and how a listening socket is made.
    /// Call this behind <c>UseSockets</c> and <c>UseKestrel</c>, since the transport that is named last is asked first.
    /// </remarks>
    /// <param name="builder">The web host.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The web host.</returns>
    public static IWebHostBuilder UseParleyEngine(
        this IWebHostBuilder builder, Action<ParleyEngineOptions>? configure = null) =>
        builder.ConfigureServices(services =>
        {
            services.AddOptions<ParleyEngineOptions>().Configure(options => configure?.Invoke(options));
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<IConnectionListenerFactory, EngineListenerFactory>();
        });
}

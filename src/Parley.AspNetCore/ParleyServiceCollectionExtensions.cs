using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.AspNetCore;
using Parley.Channels;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what Parley's endpoints stand on.</summary>
public static class ParleyServiceCollectionExtensions
{
    /// <summary>
    /// Adds WebSockets, consumers and groups. <see cref="Groups"/> can then be asked for by any service, to send to
    /// groups from outside a consumer.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddParley(this IServiceCollection services, Action<ParleyOptions>? configure = null)
    {
        services.AddOptions<ParleyOptions>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static _ => Groups.InProcess());
        if (services.All(static service => service.ServiceType != typeof(ParleyHost)))
        {
            services.AddSingleton<ParleyHost>();
            services.AddTransient<IStartupFilter, SubprotocolTokenFilter>();
            QueryTokenContextFactory.AddTo(services);
        }

        return services;
    }
}

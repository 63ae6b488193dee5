using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.AspNetCore;
using Parley.Channels;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what Parley's endpoints stand on.</summary>
public static class ParleyServiceCollectionExtensions
{
    /// <summary>
    /// Adds WebSockets, consumers, groups and sessions. <see cref="Groups"/> can then be asked for by any service, to send to
    /// groups from outside a consumer. Options are read from the section <c>Parley</c> of the application's
    /// configuration, such as <c>appsettings.json</c>, and checked when the application starts.
    /// </summary>
    /// <remarks>
    /// Unless <see cref="Groups"/> were added before, they stand on the <see cref="IChannelLayer"/> among the services, with the
    /// <see cref="IPresence"/> there; without a layer they are those of a single node, with history if there is an
    /// <see cref="IHistoryStore"/>. <see cref="GroupsOptions"/> are taken from there too. They are connected before the server
    /// takes its first request; if that fails, the application does not start.
    /// </remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options, after the configuration.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddParley(this IServiceCollection services, Action<ParleyOptions>? configure = null)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<ParleyOptions>, SettingsReader>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ParleyOptions>, ParleyOptionsValidator>());
        services.AddOptions<ParleyOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(GroupsStarter.Create);
        services.TryAddSingleton(static provider => provider.GetRequiredService<Groups>().Channels);
        services.TryAddSingleton(static services => new SessionServer(
            services.GetRequiredService<Groups>(),
            services.GetRequiredService<IOptions<ParleyOptions>>().Value.Sessions,
            services.GetRequiredService<ILoggerFactory>()));
        if (services.All(static service => service.ServiceType != typeof(ParleyHost)))
        {
            services.AddSingleton<ParleyHost>();
            services.AddHostedService<GroupsStarter>();
            services.AddTransient<IStartupFilter, SubprotocolTokenFilter>();
            QueryTokenContextFactory.AddTo(services);
        }

        return services;
    }

    /// <summary>Adds WebSockets, consumers and groups, with options from a part of the configuration of one's choice.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">What is read instead of the section <c>Parley</c>.</param>
    /// <param name="configure">Changes the options, after the configuration.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddParley(
        this IServiceCollection services, IConfiguration configuration, Action<ParleyOptions>? configure = null)
    {
        services.AddSingleton(new ParleySection(configuration));
        return services.AddParley(configure);
    }
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Parley.Channels;
using Parley.Channels.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an application share its groups with others through Redis.</summary>
public static class RedisServiceCollectionExtensions
{
    /// <summary>
    /// Puts the groups on Redis, with presence: all servers that use the same Redis and the same prefix share them. Beside
    /// <c>AddParley()</c>, before or after it.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="url">Which Redis, as <see cref="RedisOptions.Parse"/> reads it.</param>
    /// <param name="options">What holds for the groups; the defaults unless given.</param>
    /// <param name="presence">How presence is told; the defaults unless given.</param>
    /// <returns>The services.</returns>
    /// <exception cref="FormatException">It is no URL of a Redis; the message says what is wrong.</exception>
    public static IServiceCollection AddRedis(
        this IServiceCollection services, string url, RedisLayerOptions? options = null, PresenceOptions? presence = null) =>
        services.AddRedis(RedisOptions.Parse(url), options, presence);

    /// <summary>
    /// Puts the groups on Redis, with presence: all servers that use the same Redis and the same prefix share them. Beside
    /// <c>AddParley()</c>, before or after it.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="redis">Which Redis.</param>
    /// <param name="options">What holds for the groups; the defaults unless given.</param>
    /// <param name="presence">How presence is told; the defaults unless given.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddRedis(
        this IServiceCollection services,
        RedisOptions redis,
        RedisLayerOptions? options = null,
        PresenceOptions? presence = null)
    {
        options ??= new RedisLayerOptions();
        services.Replace(ServiceDescriptor.Singleton<IChannelLayer>(
            provider => new RedisLayer(redis, options, provider.GetService<ILogger<RedisLayer>>())));
        services.Replace(ServiceDescriptor.Singleton<IPresence>(
            provider => new RedisPresence(redis, presence, options.Prefix, provider.GetService<ILoggerFactory>())));
        return services;
    }
}

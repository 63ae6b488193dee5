using Microsoft.Extensions.Logging;
using Parley.Channels;
using Parley.Channels.Redis;

namespace Parley.Cli;

/// <summary>Through which Redis groups are shared, and how.</summary>
/// <param name="Redis">Which Redis.</param>
/// <param name="Layer">In whose form.</param>
internal sealed record RedisSettings(RedisOptions Redis, LayerKind Layer)
{
    /// <summary>What the names of keys begin with; the layer's own default if null.</summary>
    public string? Prefix { get; init; }

    /// <summary>How much is kept.</summary>
    public HistoryOptions History { get; init; } = HistoryOptions.Default;

    /// <summary>What Redis does to what it has acknowledged.</summary>
    public RedisDurability Durability { get; init; }

    private RedisLayerOptions Native => new()
    {
        Prefix = Prefix ?? new RedisLayerOptions().Prefix,
        History = History,
        Durability = Durability,
    };

    private DjangoLayerOptions Django => new() { Prefix = Prefix ?? new DjangoLayerOptions().Prefix };

    public IChannelLayer CreateLayer(ILoggerFactory logging) => Layer switch
    {
        LayerKind.DjangoCore => new DjangoCoreLayer(Redis, Django, logging.CreateLogger<DjangoCoreLayer>()),
        LayerKind.DjangoPubSub => new DjangoPubSubLayer(Redis, Django, logging.CreateLogger<DjangoPubSubLayer>()),
        _ => new RedisLayer(Redis, Native, logging.CreateLogger<RedisLayer>()),
    };

    /// <summary>Connects, with presence where the layer is ours.</summary>
    /// <exception cref="RedisException">Redis can't be reached; the message says why.</exception>
    public async Task<Groups> OpenGroupsAsync(ILoggerFactory logging) => await Groups.StartAsync(
        CreateLayer(logging),
        new GroupsOptions
        {
            Presence = Layer == LayerKind.Native
                ? new RedisPresence(Redis, prefix: Native.Prefix, loggerFactory: logging)
                : null,
        });
}

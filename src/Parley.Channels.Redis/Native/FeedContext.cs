using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>What all feeds of a node share.</summary>
/// <param name="Scripts">What Redis is asked.</param>
/// <param name="Handler">Who is told.</param>
/// <param name="Health">Who is told of lost connections.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">Where it is logged.</param>
internal sealed record FeedContext(
    GroupScripts Scripts, IChannelLayerHandler Handler, LayerHealth Health, TimeProvider Time, ILogger Logger)
{
    public IRedis Redis => Scripts.Redis;

    public NativeKeys Keys => Scripts.Keys;

    public void OnMalformed(GroupName group)
    {
        RedisMetrics.CountMalformed();
        Log.MalformedMessage(Logger, group.Value);
    }

    public void OnGap(GroupName group, in StreamGap gap)
    {
        RedisMetrics.CountGap();
        Log.Gap(Logger, group.Value, gap.From, gap.To);
    }

    public void OnEpoch(GroupName group, in StreamPosition position)
    {
        RedisMetrics.CountEpoch();
        Log.NewEpoch(Logger, group.Value, position.Epoch, position.Offset);
    }

    public void OnWentBack(GroupName group, in StreamPosition told, in StreamPosition head) =>
        Log.WentBack(Logger, group.Value, told.Offset, head.Offset);
}

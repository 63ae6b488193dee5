using System.Diagnostics.Metrics;

namespace Parley.Channels.Redis;

/// <summary>What the layers count, in the meter <c>Parley</c>.</summary>
internal static class RedisMetrics
{
    private static readonly Meter _meter = new("Parley");

    private static readonly Counter<long> _disconnections = _meter.CreateCounter<long>(
        "parley.redis.disconnections", "{disconnection}", "Times that Redis could not be reached any more.");

    private static readonly Counter<long> _readings = _meter.CreateCounter<long>(
        "parley.redis.readings", "{reading}", "Times that a group's stream was read for what was not told.");

    private static readonly Counter<long> _gaps = _meter.CreateCounter<long>(
        "parley.redis.gaps", "{gap}", "Gaps in what a group was told, which could not be read any more.");

    private static readonly Counter<long> _epochs = _meter.CreateCounter<long>(
        "parley.redis.epochs", "{epoch}", "New epochs that groups were told of.");

    private static readonly Counter<long> _retries = _meter.CreateCounter<long>(
        "parley.redis.retries", "{publication}", "Publications that were sent again because the answer was lost.");

    private static readonly Counter<long> _malformed = _meter.CreateCounter<long>(
        "parley.redis.malformed", "{message}", "Messages that are not in the layer's form. They are left out.");

    private static readonly Counter<long> _overCapacity = _meter.CreateCounter<long>(
        "parley.redis.over_capacity", "{message}", "Messages in Django's format that were dropped because too much waited for a process.");

    public static void CountOverCapacity(long count) => _overCapacity.Add(count);

    public static void CountDisconnection() => _disconnections.Add(1);

    public static void CountReading() => _readings.Add(1);

    public static void CountGap() => _gaps.Add(1);

    public static void CountEpoch() => _epochs.Add(1);

    public static void CountRetries(int count) => _retries.Add(count);

    public static void CountMalformed() => _malformed.Add(1);
}

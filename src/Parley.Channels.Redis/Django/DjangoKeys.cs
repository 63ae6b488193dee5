namespace Parley.Channels.Redis;

/// <summary>The names that channels_redis gives to keys and channels of Redis, and to new channels of its own.</summary>
/// <param name="prefix">As in CHANNEL_LAYERS: <c>asgi</c> unless set there.</param>
internal sealed class DjangoKeys(string prefix = "asgi")
{
    /// <summary>Core: the sorted set of a group's channels, by the time they joined.</summary>
    public string Group(string group) => $"{prefix}:group:{group}";

    /// <summary>Core: the sorted set of what waits for a channel, or for the process that it lives in.</summary>
    public string Channel(string channel) => prefix + DjangoNames.NonLocal(channel);

    /// <summary>Core: what was taken and may not have been handed over.</summary>
    public string InFlight(string channel) => Channel(channel) + "$inflight";

    /// <summary>Pub/Sub: the channel of Redis that a group is.</summary>
    public string PubSubGroup(string group) => $"{prefix}__group__{group}";

    /// <summary>Pub/Sub: a new channel, which is a channel of Redis by the same name.</summary>
    public string NewPubSubChannel() => $"{prefix}specific.{NewId()}";

    /// <summary>Core: what the channels of one process begin with, their <c>!</c> included.</summary>
    public static string NewProcess() => $"specific.{NewId()}!";

    /// <summary>Core: a new channel of a process.</summary>
    public static string NewChannel(string process) => process + NewId();

    private static string NewId() => Guid.NewGuid().ToString("N");
}

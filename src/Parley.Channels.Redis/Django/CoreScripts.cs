namespace Parley.Channels.Redis;

/// <summary>The scripts of the core layer, each of which does at once what channels_redis does in several commands.</summary>
internal static class CoreScripts
{
    public static RedisScript Send { get; } = EmbeddedScript.Load("core_send");

    public static RedisScript GroupSend { get; } = EmbeddedScript.Load("core_group_send");

    public static RedisScript Receive { get; } = EmbeddedScript.Load("core_receive");

    public static IReadOnlyList<RedisScript> All { get; } = [Send, GroupSend, Receive];
}

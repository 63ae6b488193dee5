namespace Parley.Channels.Redis;

/// <summary>The scripts of the native layer.</summary>
internal static class NativeScripts
{
    public static RedisScript Publish { get; } = EmbeddedScript.Load("group", "publish");

    public static RedisScript Head { get; } = EmbeddedScript.Load("group", "head");

    public static RedisScript Read { get; } = EmbeddedScript.Load("group", "read");

    public static RedisScript Erase { get; } = EmbeddedScript.Load("group", "erase");

    public static IReadOnlyList<RedisScript> All { get; } = [Publish, Head, Read, Erase];
}

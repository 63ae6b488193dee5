namespace Parley.Channels.Redis;

/// <summary>The scripts of presence.</summary>
internal static class PresenceScripts
{
    public static RedisScript Lease { get; } = EmbeddedScript.Load("lease");

    public static RedisScript Register { get; } = EmbeddedScript.Load("register");

    public static RedisScript Claim { get; } = EmbeddedScript.Load("claim");

    public static RedisScript Members { get; } = EmbeddedScript.Load("members");

    public static RedisScript Update { get; } = EmbeddedScript.Load("roster", "update");

    public static RedisScript End { get; } = EmbeddedScript.Load("roster", "end");

    public static IReadOnlyList<RedisScript> All { get; } = [Lease, Register, Claim, Members, Update, End];
}

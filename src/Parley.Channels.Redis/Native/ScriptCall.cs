namespace Parley.Channels.Redis;

/// <summary>How a script is called: by its hash, or by its source.</summary>
internal delegate RedisCommand ScriptCall(
    RedisScript script, ReadOnlySpan<RedisArgument> keys, ReadOnlySpan<RedisArgument> arguments);

namespace Parley.Channels.Redis;

/// <summary>Runs scripts.</summary>
internal static class RedisScripts
{
    /// <summary>
    /// Runs a script by its hash, and by its source where the server does not know it, as after SCRIPT FLUSH. Scripts
    /// given to the client at its start are loaded at every connect, so that calls are carried out in their order.
    /// </summary>
    public static async ValueTask<RespValue> EvaluateAsync(
        this IRedis redis,
        RedisScript script,
        RedisArgument[] keys,
        RedisArgument[] arguments,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return await redis.ExecuteAsync(script.ByHash(keys, arguments), cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (exception.Code == "NOSCRIPT")
        {
            // Nothing of it was carried out.
            return await redis.ExecuteAsync(script.BySource(keys, arguments), cancellationToken).ConfigureAwait(false);
        }
    }
}

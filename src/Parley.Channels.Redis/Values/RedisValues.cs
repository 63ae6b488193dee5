using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Parley.Channels.Redis;

/// <summary>
/// Small values that all servers of an application share, under names: what belongs to its groups and is no publication,
/// such as their rules, or a key that cookies are signed with. It has connections of its own. Any thread may call any member.
/// </summary>
/// <remarks>
/// A failing call throws a <see cref="RedisException"/>; what a write that failed has done is not known if its outcome is
/// <see cref="CommandOutcome.Unknown"/>.
/// </remarks>
public sealed class RedisValues : IAsyncDisposable
{
    private static readonly RedisScript _replace = EmbeddedScript.Load("replace");

    private readonly RedisClient _redis;
    private readonly string _prefix;

    private RedisValues(RedisClient redis, string prefix)
    {
        _redis = redis;
        _prefix = prefix;
    }

    /// <summary>Connects to Redis.</summary>
    /// <param name="redis">Which Redis.</param>
    /// <param name="prefix">What the names of all keys begin with; that of the layer, unless it has another.</param>
    /// <param name="logger">Where lost connections are logged.</param>
    /// <param name="cancellationToken">Stops the connecting.</param>
    /// <exception cref="RedisException">Redis can't be reached, or does not take us; the message says why.</exception>
    public static async ValueTask<RedisValues> ConnectAsync(
        RedisOptions redis,
        string prefix = "parley",
        ILogger<RedisValues>? logger = null,
        CancellationToken cancellationToken = default)
    {
        var client = new RedisClient(redis, [_replace], logger: logger ?? NullLogger<RedisValues>.Instance);
        try
        {
            await client.StartAsync(cancellationToken).ConfigureAwait(false);
            return new RedisValues(client, prefix);
        }
        catch
        {
            await client.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The value; null if there is none.</returns>
    public async ValueTask<byte[]?> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        RespValue value = await _redis.ExecuteAsync(RedisCommand.OnKey("GET", KeyOf(name)), cancellationToken).ConfigureAwait(false);
        return value.IsNull ? null : value.Bytes.ToArray();
    }

    /// <summary>Keeps a value, whether there was one or not.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="life">How long it is kept, a second or more; for good unless given.</param>
    /// <param name="cancellationToken">Stops the waiting, not the writing.</param>
    public async ValueTask SetAsync(
        string name, ReadOnlyMemory<byte> value, TimeSpan? life = null, CancellationToken cancellationToken = default)
    {
        RedisCommand command = life is { } time
            ? RedisCommand.OnKey("SET", KeyOf(name), value, "EX", Math.Max(1, (long)time.TotalSeconds))
            : RedisCommand.OnKey("SET", KeyOf(name), value);
        await _redis.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces a value for good, unless somebody else has changed it meanwhile.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expected">What it is expected to be; null for none.</param>
    /// <param name="value">What it shall be.</param>
    /// <param name="cancellationToken">Stops the waiting, not the writing.</param>
    /// <returns>False if it is something else.</returns>
    public async ValueTask<bool> TryReplaceAsync(
        string name, ReadOnlyMemory<byte>? expected, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default)
    {
        RespValue answer = await _redis.EvaluateAsync(
            _replace, [KeyOf(name)], [expected is null ? 0L : 1L, expected ?? default(ReadOnlyMemory<byte>), value], cancellationToken).ConfigureAwait(false);
        return answer.Integer == 1;
    }

    /// <summary>Forgets a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops the waiting, not the writing.</param>
    /// <returns>False if there was none.</returns>
    public async ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken = default)
    {
        RespValue count = await _redis.ExecuteAsync(RedisCommand.OnKey("DEL", KeyOf(name)), cancellationToken).ConfigureAwait(false);
        return count.Integer > 0;
    }

    /// <summary>Closes the connections. What is on its way fails.</summary>
    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private string KeyOf(string name) => $"{_prefix}:value:{name}";
}

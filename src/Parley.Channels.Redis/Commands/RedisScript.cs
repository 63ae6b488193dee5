using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Channels.Redis;

/// <summary>A Lua script, which the server carries out atomically and remembers by its hash.</summary>
internal sealed class RedisScript
{
    /// <summary>Takes a script.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Redis names its scripts by their SHA-1; nothing is secured by it.")]
    public RedisScript(string source)
    {
        Source = source;
        Hash = Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(source)));
    }

    public string Source { get; }

    /// <summary>SHA-1 of the source, in lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Calls the script by its hash. All keys must be of one hash slot.</summary>
    public RedisCommand ByHash(ReadOnlySpan<RedisArgument> keys, ReadOnlySpan<RedisArgument> arguments) =>
        Call("EVALSHA", Hash, keys, arguments);

    /// <summary>Calls the script by its source, which the server then remembers.</summary>
    public RedisCommand BySource(ReadOnlySpan<RedisArgument> keys, ReadOnlySpan<RedisArgument> arguments) =>
        Call("EVAL", Source, keys, arguments);

    /// <summary>Makes the server remember the script.</summary>
    public RedisCommand Load() => RedisCommand.Of("SCRIPT", "LOAD", Source);

    private static RedisCommand Call(
        string name, string script, ReadOnlySpan<RedisArgument> keys, ReadOnlySpan<RedisArgument> arguments) => keys.IsEmpty
        ? RedisCommand.Of(name, [script, 0L, .. arguments])
        : RedisCommand.RoutedBy(keys[0], name, [script, (long)keys.Length, .. keys, .. arguments]);
}

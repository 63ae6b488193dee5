using System.Buffers;
using System.Buffers.Text;

namespace Parley.Channels.Redis;

/// <summary>A command and its arguments, and the hash slot it goes to.</summary>
internal sealed class RedisCommand
{
    /// <summary>The slot of a command that any node may carry out.</summary>
    public const int AnySlot = -1;

    // The marks and numbers around an argument.
    private const int ArgumentOverhead = 16;

    private readonly RedisArgument[] _arguments;

    private RedisCommand(int slot, RedisArgument[] arguments)
    {
        Slot = slot;
        _arguments = arguments;
        foreach (RedisArgument argument in arguments)
        {
            Size += argument.Bytes.Length + ArgumentOverhead;
        }
    }

    /// <summary>The hash slot of its key, or <see cref="AnySlot"/>.</summary>
    public int Slot { get; }

    /// <summary>About how many bytes it takes while it waits.</summary>
    public int Size { get; }

    /// <summary>How long the server may keep it waiting by what it asks for, as BZPOPMIN does; zero for most.</summary>
    public TimeSpan BlocksFor { get; private init; }

    /// <summary>
    /// Whether it keeps its place among those of its kind: it fails rather than to wait for a connection, or to be sent
    /// elsewhere, while others overtake it.
    /// </summary>
    public bool IsInOrder { get; private init; }

    /// <summary>The name, and after it the arguments.</summary>
    public ReadOnlySpan<RedisArgument> Arguments => _arguments;

    /// <summary>A command without a key.</summary>
    public static RedisCommand Of(string name, params ReadOnlySpan<RedisArgument> arguments) =>
        new(AnySlot, [name, .. arguments]);

    /// <summary>A command whose first argument is its key.</summary>
    public static RedisCommand OnKey(string name, RedisArgument key, params ReadOnlySpan<RedisArgument> arguments) =>
        new(HashSlot.Of(key.Bytes.Span), [name, key, .. arguments]);

    /// <summary>A command whose key is somewhere among its arguments, as XREAD's.</summary>
    public static RedisCommand RoutedBy(
        RedisArgument key, string name, params ReadOnlySpan<RedisArgument> arguments) =>
        new(HashSlot.Of(key.Bytes.Span), [name, .. arguments]);

    /// <summary>Publishes on a channel, so that whoever subscribed by <see cref="IRedis"/> receives it.</summary>
    public static RedisCommand Publish(RedisArgument channel, RedisArgument payload) =>
        new(HashSlot.Of(channel.Bytes.Span), [RedisArgument.PublishWord, channel, payload]);

    /// <summary>The same command, which the server may keep waiting for so long.</summary>
    public RedisCommand Blocking(TimeSpan time) => new(Slot, _arguments) { BlocksFor = time };

    /// <summary>The same command, which keeps its place or fails.</summary>
    public RedisCommand InOrder() => new(Slot, _arguments) { IsInOrder = true };

    /// <summary>Writes it as a server reads it: an array of bulk strings.</summary>
    public void WriteTo(IBufferWriter<byte> output, RedisServer server)
    {
        WriteNumber(output, (byte)'*', _arguments.Length);
        foreach (RedisArgument argument in _arguments)
        {
            ReadOnlySpan<byte> bytes = argument.For(server);
            WriteNumber(output, (byte)'$', bytes.Length);
            output.Write(bytes);
            output.Write("\r\n"u8);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(_arguments[0].Bytes.Span);

    private static void WriteNumber(IBufferWriter<byte> output, byte type, int number)
    {
        Span<byte> line = output.GetSpan(ArgumentOverhead);
        line[0] = type;
        Utf8Formatter.TryFormat(number, line[1..], out int written);
        "\r\n"u8.CopyTo(line[(written + 1)..]);
        output.Advance(written + 3);
    }
}

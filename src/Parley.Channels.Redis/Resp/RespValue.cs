using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Parley.Channels.Redis;

/// <summary>One reply of Redis, or a part of one. It owns its bytes.</summary>
internal readonly struct RespValue
{
    private readonly object? _content;
    private readonly long _number;

    private RespValue(RespKind kind, object? content, long number = 0)
    {
        Kind = kind;
        _content = content;
        _number = number;
    }

    public RespKind Kind { get; }

    public bool IsNull => Kind == RespKind.Null;

    public bool IsError => Kind == RespKind.Error;

    /// <summary>The parts of an array, set, push or map (keys and values in turn); none of null.</summary>
    /// <exception cref="RedisProtocolException">It is something else.</exception>
    public ReadOnlySpan<RespValue> Items => _content is RespValue[] items ? items
        : IsNull ? []
        : throw Unexpected("an array");

    /// <summary>The number, also one that was sent as text.</summary>
    /// <exception cref="RedisProtocolException">It is something else.</exception>
    public long Integer => Kind is RespKind.Integer or RespKind.Boolean ? _number
        : _content is byte[] text && Utf8Parser.TryParse(text, out long number, out int read) && read == text.Length ? number
        : throw Unexpected("an integer");

    /// <summary>The floating point number, also one that was sent as text, as RESP2 does.</summary>
    /// <exception cref="RedisProtocolException">It is something else.</exception>
    public double Double => Kind switch
    {
        RespKind.Double => BitConverter.Int64BitsToDouble(_number),
        RespKind.Integer => _number,
        _ when _content is byte[] text
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        _ => throw Unexpected("a number"),
    };

    /// <summary>The bytes of a string of any form.</summary>
    /// <exception cref="RedisProtocolException">It is something else.</exception>
    public ReadOnlyMemory<byte> Bytes => _content as byte[] ?? throw Unexpected("a string");

    /// <summary>The string of any form, or the number, as text.</summary>
    /// <exception cref="RedisProtocolException">It is something else.</exception>
    public string Text => Kind is RespKind.Integer
        ? _number.ToString(CultureInfo.InvariantCulture)
        : Encoding.UTF8.GetString(_content as byte[] ?? throw Unexpected("a string"));

    public static RespValue OfNumber(RespKind kind, long number) => new(kind, content: null, number);

    public static RespValue OfDouble(double number) =>
        new(RespKind.Double, content: null, BitConverter.DoubleToInt64Bits(number));

    public static RespValue OfBytes(RespKind kind, byte[] bytes) => new(kind, bytes);

    public static RespValue OfItems(RespKind kind, RespValue[] items) => new(kind, items);

    /// <summary>Finds a value by its key, in a map or in RESP2's array of keys and values; null if there is none.</summary>
    /// <exception cref="RedisProtocolException">It is neither a map nor an array.</exception>
    public RespValue Find(string key)
    {
        ReadOnlySpan<RespValue> items = Items;
        for (int index = 0; index + 1 < items.Length; index += 2)
        {
            if (items[index].HasText(key))
            {
                return items[index + 1];
            }
        }

        return default;
    }

    /// <summary>Whether it is a string with this text.</summary>
    public bool HasText(string text) => _content is byte[] bytes && Ascii.Equals(bytes, text);

    /// <summary>What it is, in words, and not longer than a log line may be.</summary>
    public override string ToString() => Kind switch
    {
        RespKind.Null => "null",
        RespKind.Integer => $"the integer {_number}",
        RespKind.Boolean => _number != 0 ? "true" : "false",
        RespKind.Double => $"the number {Double.ToString(CultureInfo.InvariantCulture)}",
        _ when _content is RespValue[] items => $"{Kind} of {items.Length}",
        _ when _content is byte[] { Length: <= 100 } bytes => $"{Kind} '{Encoding.UTF8.GetString(bytes)}'",
        _ => $"{Kind} of {((byte[])_content!).Length} bytes",
    };

    private RedisProtocolException Unexpected(string what) =>
        new($"{what} is expected in the reply; the server sent {this}.");
}

using System.Buffers.Binary;
using System.Text;

namespace Parley.Channels.Redis;

/// <summary>Reads MessagePack from bytes that are all there. Strings of bytes are slices of them: nothing is copied.</summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes, MessagePackLimits limits)
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>What comes next.</summary>
    /// <exception cref="DjangoFormatException">There is nothing, or it is an extension.</exception>
    public readonly MessagePackType NextType => Peek() switch
    {
        <= MessagePackCode.MaxPositiveFix or >= MessagePackCode.MinNegativeFix => MessagePackType.Integer,
        >= MessagePackCode.UInt8 and <= MessagePackCode.Int64 => MessagePackType.Integer,
        < MessagePackCode.FixArray or MessagePackCode.Map16 or MessagePackCode.Map32 => MessagePackType.Map,
        < MessagePackCode.FixString or MessagePackCode.Array16 or MessagePackCode.Array32 => MessagePackType.Array,
        < MessagePackCode.Nil or MessagePackCode.String8 or MessagePackCode.String16 or MessagePackCode.String32 =>
            MessagePackType.String,
        MessagePackCode.Nil => MessagePackType.Nil,
        MessagePackCode.False or MessagePackCode.True => MessagePackType.Boolean,
        MessagePackCode.Bin8 or MessagePackCode.Bin16 or MessagePackCode.Bin32 => MessagePackType.Binary,
        MessagePackCode.Float32 or MessagePackCode.Float64 => MessagePackType.Double,
        var code => throw new DjangoFormatException(
            $"A message has a value of type {code:X2}; Django's format has no extensions."),
    };

    public void ReadNil() => Expect(MessagePackType.Nil);

    public bool ReadBoolean()
    {
        bool value = Peek() == MessagePackCode.True;
        Expect(MessagePackType.Boolean);
        return value;
    }

    public Int128 ReadInteger()
    {
        byte code = Expect(MessagePackType.Integer);
        return code switch
        {
            MessagePackCode.UInt8 => Take(1)[0],
            MessagePackCode.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            MessagePackCode.UInt64 => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            MessagePackCode.Int8 => (sbyte)Take(1)[0],
            MessagePackCode.Int16 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            MessagePackCode.Int32 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            MessagePackCode.Int64 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            _ => (sbyte)code,
        };
    }

    public double ReadDouble() => Expect(MessagePackType.Double) == MessagePackCode.Float32
        ? BinaryPrimitives.ReadSingleBigEndian(Take(4))
        : BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public string ReadString()
    {
        try
        {
            return _strict.GetString(ReadUtf8());
        }
        catch (DecoderFallbackException exception)
        {
            throw new DjangoFormatException($"A message has a string that is no UTF-8. {exception.Message}");
        }
    }

    /// <summary>Reads a string as its bytes, which are not checked.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        byte code = Expect(MessagePackType.String);
        return TakeString(code switch
        {
            MessagePackCode.String8 => Take(1)[0],
            MessagePackCode.String16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.String32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            _ => (uint)(code & 0x1F),
        });
    }

    public ReadOnlySpan<byte> ReadBinary()
    {
        byte code = Expect(MessagePackType.Binary);
        return TakeString(code switch
        {
            MessagePackCode.Bin8 => Take(1)[0],
            MessagePackCode.Bin16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            _ => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
        });
    }

    /// <summary>Begins an array, and says how many values follow.</summary>
    public int ReadArrayHeader()
    {
        byte code = Expect(MessagePackType.Array);
        return CheckCount(code switch
        {
            MessagePackCode.Array16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.Array32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            _ => (uint)(code & 0x0F),
        });
    }

    /// <summary>Begins a map, and says how many keys follow, each before its value.</summary>
    public int ReadMapHeader()
    {
        byte code = Expect(MessagePackType.Map);
        return CheckCount(code switch
        {
            MessagePackCode.Map16 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            MessagePackCode.Map32 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            _ => (uint)(code & 0x0F),
        });
    }

    private readonly byte Peek() => _rest.IsEmpty ? throw Short() : _rest[0];

    private byte Expect(MessagePackType type)
    {
        MessagePackType next = NextType;
        return next == type
            ? Take(1)[0]
            : throw new DjangoFormatException($"{type} is expected in a message; {next} came.");
    }

    private ReadOnlySpan<byte> TakeString(uint length) => length <= limits.MaxLength
        ? Take((int)length)
        : throw new DjangoFormatException($"A message has a string of {length} bytes; {limits.MaxLength} are allowed.");

    // Each value takes a byte at least.
    private readonly int CheckCount(uint count) => count > limits.MaxElements
        ? throw new DjangoFormatException($"A message has {count} values in one; {limits.MaxElements} are allowed in all.")
        : count > _rest.Length ? throw Short() : (int)count;

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw Short();
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private static DjangoFormatException Short() => new("A message ends in the middle of a value.");
}

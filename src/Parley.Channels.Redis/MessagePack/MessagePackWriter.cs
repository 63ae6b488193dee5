using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Parley.Channels.Redis;

/// <summary>
/// Writes MessagePack as Python's <c>msgpack.packb(use_bin_type=True)</c> does: the shortest form of everything, and
/// floating point numbers in 64 bits.
/// </summary>
internal readonly struct MessagePackWriter(IBufferWriter<byte> output)
{
    public void WriteNil() => WriteByte(MessagePackCode.Nil);

    public void WriteBoolean(bool value) => WriteByte(value ? MessagePackCode.True : MessagePackCode.False);

    public void WriteDouble(double value)
    {
        Span<byte> bytes = Begin(MessagePackCode.Float64, sizeof(double));
        BinaryPrimitives.WriteDoubleBigEndian(bytes, value);
    }

    /// <exception cref="DjangoFormatException">It does not fit in 64 bits, signed or not.</exception>
    public void WriteInteger(Int128 value)
    {
        if (value < long.MinValue || value > ulong.MaxValue)
        {
            throw new DjangoFormatException($"MessagePack has no integer as large as {value}.");
        }

        if (value >= 0)
        {
            WriteUnsigned((ulong)value);
        }
        else
        {
            WriteNegative((long)value);
        }
    }

    public void WriteString(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        if (length < 32)
        {
            WriteByte((byte)(MessagePackCode.FixString | length));
        }
        else
        {
            WriteLength(length, MessagePackCode.String8, MessagePackCode.String16, MessagePackCode.String32);
        }

        Encoding.UTF8.GetBytes(text, output.GetSpan(length));
        output.Advance(length);
    }

    public void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        WriteLength(bytes.Length, MessagePackCode.Bin8, MessagePackCode.Bin16, MessagePackCode.Bin32);
        output.Write(bytes);
    }

    /// <summary>Begins an array; its values follow.</summary>
    public void WriteArrayHeader(int count) =>
        WriteCount(count, MessagePackCode.FixArray, MessagePackCode.Array16, MessagePackCode.Array32);

    /// <summary>Begins a map; a key and its value follow, for each of them.</summary>
    public void WriteMapHeader(int count) =>
        WriteCount(count, MessagePackCode.FixMap, MessagePackCode.Map16, MessagePackCode.Map32);

    private void WriteUnsigned(ulong value)
    {
        switch (value)
        {
            case <= MessagePackCode.MaxPositiveFix:
                WriteByte((byte)value);
                break;
            case <= byte.MaxValue:
                Begin(MessagePackCode.UInt8, 1)[0] = (byte)value;
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Begin(MessagePackCode.UInt16, 2), (ushort)value);
                break;
            case <= uint.MaxValue:
                BinaryPrimitives.WriteUInt32BigEndian(Begin(MessagePackCode.UInt32, 4), (uint)value);
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(Begin(MessagePackCode.UInt64, 8), value);
                break;
        }
    }

    private void WriteNegative(long value)
    {
        switch (value)
        {
            case >= -32:
                WriteByte((byte)(sbyte)value);
                break;
            case >= sbyte.MinValue:
                Begin(MessagePackCode.Int8, 1)[0] = (byte)(sbyte)value;
                break;
            case >= short.MinValue:
                BinaryPrimitives.WriteInt16BigEndian(Begin(MessagePackCode.Int16, 2), (short)value);
                break;
            case >= int.MinValue:
                BinaryPrimitives.WriteInt32BigEndian(Begin(MessagePackCode.Int32, 4), (int)value);
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(Begin(MessagePackCode.Int64, 8), value);
                break;
        }
    }

    private void WriteCount(int count, byte fix, byte code16, byte code32)
    {
        if (count < 16)
        {
            WriteByte((byte)(fix | count));
        }
        else
        {
            WriteWide(count, code16, code32);
        }
    }

    private void WriteLength(int length, byte code8, byte code16, byte code32)
    {
        if (length <= byte.MaxValue)
        {
            Begin(code8, 1)[0] = (byte)length;
        }
        else
        {
            WriteWide(length, code16, code32);
        }
    }

    private void WriteWide(int number, byte code16, byte code32)
    {
        if (number <= ushort.MaxValue)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Begin(code16, 2), (ushort)number);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(Begin(code32, 4), (uint)number);
        }
    }

    private void WriteByte(byte value) => Begin(value, 0);

    // The span is written to after it was claimed: nobody comes in between.
    private Span<byte> Begin(byte code, int length)
    {
        Span<byte> span = output.GetSpan(length + 1);
        span[0] = code;
        output.Advance(length + 1);
        return span.Slice(1, length);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Parley.Channels.Redis;

/// <summary>Writes fields one behind the other: texts and bytes behind their lengths, numbers in little-endian order.</summary>
internal static class ByteFields
{
    /// <summary>Writes a text behind its length and one; 0 stands for none.</summary>
    public static void WriteText(this ArrayBufferWriter<byte> output, string? text)
    {
        int length = text is null ? 0 : Encoding.UTF8.GetByteCount(text);
        Span<byte> span = output.GetSpan(sizeof(ushort) + length);
        BinaryPrimitives.WriteUInt16LittleEndian(span, text is null ? (ushort)0 : checked((ushort)(length + 1)));
        if (text is not null)
        {
            Encoding.UTF8.GetBytes(text, span[sizeof(ushort)..]);
        }

        output.Advance(sizeof(ushort) + length);
    }

    public static void WriteNumber(this ArrayBufferWriter<byte> output, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), number);
        output.Advance(sizeof(long));
    }

    public static void WriteBytes(this ArrayBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        output.WriteNumber(bytes.Length);
        output.Write(bytes);
    }

    /// <summary>Takes a text off the front. False if the bytes have none there.</summary>
    public static bool TryReadText(ref ReadOnlySpan<byte> bytes, out string? text)
    {
        text = null;
        if (!BinaryPrimitives.TryReadUInt16LittleEndian(bytes, out ushort mark) || mark > bytes.Length - sizeof(ushort) + 1)
        {
            return false;
        }

        bytes = bytes[sizeof(ushort)..];
        if (mark > 0)
        {
            text = Encoding.UTF8.GetString(bytes[..(mark - 1)]);
            bytes = bytes[(mark - 1)..];
        }

        return true;
    }

    /// <summary>Takes a number off the front.</summary>
    public static bool TryReadNumber(ref ReadOnlySpan<byte> bytes, out long number)
    {
        if (!BinaryPrimitives.TryReadInt64LittleEndian(bytes, out number))
        {
            return false;
        }

        bytes = bytes[sizeof(long)..];
        return true;
    }

    /// <summary>Takes bytes off the front.</summary>
    public static bool TryReadBytes(ref ReadOnlySpan<byte> bytes, out byte[] read)
    {
        read = [];
        if (!TryReadNumber(ref bytes, out long length) || length < 0 || length > bytes.Length)
        {
            return false;
        }

        read = bytes[..(int)length].ToArray();
        bytes = bytes[(int)length..];
        return true;
    }
}

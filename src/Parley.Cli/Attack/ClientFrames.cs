using System.Buffers;
using System.Buffers.Binary;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>Frames as a client sends them, right or wrong.</summary>
internal static class ClientFrames
{
    private const uint Key = 0x5A17C3E9;

    /// <summary>A masked frame.</summary>
    /// <param name="firstByte">FIN, reserved bits and opcode.</param>
    /// <param name="payload">The payload.</param>
    public static byte[] Masked(byte firstByte, ReadOnlySpan<byte> payload)
    {
        var output = new ArrayBufferWriter<byte>(payload.Length + FrameHeader.MaxSize);
        FrameWriter.WriteFrame(output, firstByte, payload, Key);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A masked frame that ends its message.</summary>
    public static byte[] Final(Opcode opcode, ReadOnlySpan<byte> payload) => Masked(FrameWriter.Final(opcode), payload);

    /// <summary>An unmasked frame, which a client must not send.</summary>
    public static byte[] Unmasked(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.WriteFrame(output, FrameWriter.Final(opcode), payload);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A masked header with a 64-bit length, any at all, and no payload.</summary>
    public static byte[] Claim(byte firstByte, ulong length)
    {
        byte[] header = new byte[FrameHeader.MaxSize];
        header[0] = firstByte;
        header[1] = 0x80 | 127;
        BinaryPrimitives.WriteUInt64BigEndian(header.AsSpan(2), length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(10), Key);
        return header;
    }

    /// <summary>A Close frame with any code.</summary>
    public static byte[] Close(int code, ReadOnlySpan<byte> reason)
    {
        byte[] payload = new byte[2 + reason.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        reason.CopyTo(payload.AsSpan(2));
        return Final(Opcode.Close, payload);
    }

    /// <summary>A frame many times.</summary>
    public static byte[] Repeat(byte[] frame, int times)
    {
        byte[] all = new byte[frame.Length * times];
        for (int i = 0; i < times; i++)
        {
            frame.CopyTo(all, i * frame.Length);
        }

        return all;
    }

    /// <summary>Splits a message into frames.</summary>
    /// <param name="firstByte">The first frame's reserved bits and opcode, without FIN.</param>
    /// <param name="payload">The message.</param>
    /// <param name="size">The size of each frame's payload.</param>
    public static byte[] Split(byte firstByte, ReadOnlySpan<byte> payload, int size)
    {
        var output = new ArrayBufferWriter<byte>();
        for (int start = 0; start < payload.Length; start += size)
        {
            ReadOnlySpan<byte> piece = payload[start..Math.Min(start + size, payload.Length)];
            byte opcode = start == 0 ? firstByte : FrameWriter.NotFinal(Opcode.Continuation);
            FrameWriter.WriteFrame(output, (byte)(opcode | (start + size >= payload.Length ? 0x80 : 0)), piece, Key);
        }

        return output.WrittenSpan.ToArray();
    }
}

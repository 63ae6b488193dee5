using System.Buffers;
using System.Buffers.Binary;

namespace Parley.Protocol;

/// <summary>
/// Writes frames (RFC 6455 section 5.2). It writes what it is told and checks nothing, so that a tester can send
/// anything; <see cref="WebSocketProtocol"/> is what keeps to the rules.
/// </summary>
public static class FrameWriter
{
    /// <summary>The first byte of a frame that ends its message: FIN, no reserved bits, and the opcode.</summary>
    public static byte Final(Opcode opcode) => (byte)(0x80 | (byte)opcode);

    /// <summary>The first byte of a frame that more of its message follows: no FIN, no reserved bits.</summary>
    public static byte NotFinal(Opcode opcode) => (byte)opcode;

    /// <summary>How many bytes the header of a frame takes.</summary>
    /// <param name="payloadLength">The payload's length in bytes, not negative.</param>
    /// <param name="sender">Who sends it: a client's header carries a masking key.</param>
    public static int HeaderSize(long payloadLength, Role sender)
    {
        int size = payloadLength switch { < 126 => 2, <= ushort.MaxValue => 4, _ => 10 };
        return sender == Role.Client ? size + 4 : size;
    }

    /// <summary>Writes an unmasked header, with the length in its shortest form.</summary>
    /// <param name="destination">Where to write; 10 bytes are always enough.</param>
    /// <param name="firstByte">FIN, reserved bits and opcode.</param>
    /// <param name="payloadLength">The payload's length in bytes, not negative.</param>
    /// <returns>The bytes written: 2, 4 or 10.</returns>
    public static int WriteHeader(Span<byte> destination, byte firstByte, long payloadLength)
    {
        destination[0] = firstByte;
        switch (payloadLength)
        {
            case < 126:
                destination[1] = (byte)payloadLength;
                return 2;
            case <= ushort.MaxValue:
                destination[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                return 4;
            default:
                destination[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], payloadLength);
                return 10;
        }
    }

    /// <summary>Writes a masked header, with the length in its shortest form.</summary>
    /// <param name="destination">Where to write; <see cref="FrameHeader.MaxSize"/> bytes are always enough.</param>
    /// <param name="firstByte">FIN, reserved bits and opcode.</param>
    /// <param name="payloadLength">The payload's length in bytes, not negative.</param>
    /// <param name="maskingKey">The key, its first byte on the wire lowest.</param>
    /// <returns>The bytes written: 6, 8 or 14.</returns>
    public static int WriteHeader(Span<byte> destination, byte firstByte, long payloadLength, uint maskingKey)
    {
        int size = WriteHeader(destination, firstByte, payloadLength);
        destination[1] |= 0x80;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[size..], maskingKey);
        return size + 4;
    }

    /// <summary>Writes a whole unmasked frame, as a server sends it.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="firstByte">FIN, reserved bits and opcode.</param>
    /// <param name="payload">The payload; copied.</param>
    public static void WriteFrame(IBufferWriter<byte> output, byte firstByte, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = output.GetSpan(FrameHeader.MaxSize);
        output.Advance(WriteHeader(header, firstByte, payload.Length));
        output.Write(payload);
    }

    /// <summary>Writes a whole masked frame, as a client sends it.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="firstByte">FIN, reserved bits and opcode.</param>
    /// <param name="payload">The payload; copied and masked in the copy.</param>
    /// <param name="maskingKey">The key, its first byte on the wire lowest.</param>
    public static void WriteFrame(
        IBufferWriter<byte> output, byte firstByte, ReadOnlySpan<byte> payload, uint maskingKey)
    {
        Span<byte> header = output.GetSpan(FrameHeader.MaxSize);
        output.Advance(WriteHeader(header, firstByte, payload.Length, maskingKey));

        // Piece by piece, so that a writer that hands out small spans need not find room for a large payload at once.
        uint key = maskingKey;
        while (!payload.IsEmpty)
        {
            Span<byte> room = output.GetSpan();
            int count = Math.Min(room.Length, payload.Length);
            payload[..count].CopyTo(room);
            key = Masking.Apply(room[..count], key);
            output.Advance(count);
            payload = payload[count..];
        }
    }
}

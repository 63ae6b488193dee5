namespace Parley.Protocol;

/// <summary>Which frame headers may come when: one total function, so that no state skips a rule.</summary>
public static class FrameHeaderRules
{
    /// <summary>The most a control frame's payload may hold (RFC 6455 section 5.5).</summary>
    public const int MaxControlPayload = 125;

    /// <summary>Checks a header against everything RFC 6455 says about it, but for limits, which are the receiver's.</summary>
    /// <param name="header">The header received.</param>
    /// <param name="receiver">Who received it.</param>
    /// <param name="progress">Whether a fragmented message has been started and not ended.</param>
    /// <param name="extensionBits">
    /// The reserved bits that an extension has given a meaning on the first frame of a message, such as
    /// <see cref="FrameHeader.CompressedBit"/>; 0 without one.
    /// </param>
    /// <returns>What is wrong with it, or null.</returns>
    public static ProtocolError? Check(
        in FrameHeader header, Role receiver, MessageProgress progress, byte extensionBits = 0)
    {
        Opcode opcode = header.Opcode;

        // RFC 6455 section 5.2: the bits mean something only if an extension was negotiated, and RFC 7692 section 6
        // gives RSV1 a meaning on the first frame of a message alone.
        bool startsMessage = opcode is Opcode.Text or Opcode.Binary;
        if ((header.ReservedBits & ~(startsMessage ? extensionBits : 0)) != 0)
        {
            return new ProtocolError(CloseCode.ProtocolError, "reserved bits are set that no extension was agreed on for");
        }

        // RFC 6455 section 5.2: an unknown opcode fails the connection.
        if (!opcode.IsKnown)
        {
            return new ProtocolError(CloseCode.ProtocolError, $"opcode 0x{(byte)opcode:X} is reserved");
        }

        // RFC 6455 section 5.1: a client masks every frame, a server none.
        if (header.IsMasked != (receiver == Role.Server))
        {
            return new ProtocolError(
                CloseCode.ProtocolError,
                receiver == Role.Server ? "a client's frame must be masked" : "a server's frame must not be masked");
        }

        // RFC 6455 section 5.2: the shortest form of a length, and at most 63 bits.
        if (!header.IsLengthMinimal)
        {
            return new ProtocolError(CloseCode.ProtocolError, "the length is not in its shortest form");
        }

        return opcode.IsControl ? CheckControl(header) : CheckData(opcode, progress);
    }

    private static ProtocolError? CheckControl(in FrameHeader header)
    {
        // RFC 6455 section 5.5: control frames are not fragmented and hold 125 bytes at most.
        if (!header.IsFinal)
        {
            return new ProtocolError(CloseCode.ProtocolError, "a control frame must not be fragmented");
        }

        return header.PayloadLength > MaxControlPayload
            ? new ProtocolError(CloseCode.ProtocolError, "a control frame holds 125 bytes at most")
            : null;
    }

    private static ProtocolError? CheckData(Opcode opcode, MessageProgress progress)
    {
        // RFC 6455 section 5.4: a continuation continues something, and messages are not interleaved.
        if (opcode == Opcode.Continuation)
        {
            return progress == MessageProgress.Between
                ? new ProtocolError(CloseCode.ProtocolError, "a continuation without a message to continue")
                : null;
        }

        return progress == MessageProgress.Inside
            ? new ProtocolError(CloseCode.ProtocolError, "a new message before the last one's final fragment")
            : null;
    }
}

using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Parley.Protocol;

/// <summary>The payload of a Close frame: nothing, or a code and a reason (RFC 6455 section 5.5.1).</summary>
internal static class ClosePayload
{
    public const int MaxReasonBytes = FrameHeaderRules.MaxControlPayload - 2;

    public static ProtocolError? Read(ReadOnlySpan<byte> payload, out CloseCode code)
    {
        // RFC 6455 section 7.1.5: an empty payload counts as 1005.
        code = CloseCode.NoStatusReceived;
        if (payload.IsEmpty)
        {
            return null;
        }

        if (payload.Length == 1)
        {
            return new ProtocolError(CloseCode.ProtocolError, "a close payload of one byte holds no code");
        }

        // RFC 6455 section 7.4: codes that are reserved or mean nothing.
        code = (CloseCode)BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!code.IsValidOnTheWire)
        {
            return new ProtocolError(CloseCode.ProtocolError, $"close code {(ushort)code} must not be sent");
        }

        // RFC 6455 section 8.1 holds for the reason as well.
        return Utf8.IsValid(payload[2..])
            ? null
            : new ProtocolError(CloseCode.InvalidPayloadData, "a close reason must be UTF-8");
    }

    /// <summary>Writes a payload and returns its length.</summary>
    public static int Write(Span<byte> destination, CloseCode code, string reason)
    {
        if (!code.IsValidOnTheWire)
        {
            throw new ArgumentOutOfRangeException(
                nameof(code), (ushort)code, "A close code is 1000-1003, 1007-1014 or 3000-4999.");
        }

        if (Encoding.UTF8.GetByteCount(reason) > MaxReasonBytes)
        {
            throw new ArgumentException($"A close reason is {MaxReasonBytes} bytes of UTF-8 at most.", nameof(reason));
        }

        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)code);
        return 2 + Encoding.UTF8.GetBytes(reason, destination[2..]);
    }
}

using System.Buffers.Binary;

namespace Parley.Protocol;

/// <summary>
/// The header of one frame as it stands on the wire (RFC 6455 section 5.2). Reading one checks nothing but that it is
/// whole: what is allowed depends on the state of the connection and is decided by <see cref="FrameHeaderRules"/>.
/// </summary>
public readonly struct FrameHeader
{
    /// <summary>The most bytes a header takes: 2, a 64-bit length, and a masking key.</summary>
    public const int MaxSize = 14;

    /// <summary>RSV1, which permessage-deflate sets on the first frame of a compressed message (RFC 7692 section 6).</summary>
    public const byte CompressedBit = 0x40;

    private const byte FinBit = 0x80;
    private const byte MaskBit = 0x80;
    private const int Length16 = 126;
    private const int Length64 = 127;

    private readonly byte _first;
    private readonly byte _second;

    private FrameHeader(byte first, byte second, ulong payloadLength, uint maskingKey)
    {
        _first = first;
        _second = second;
        PayloadLength = payloadLength;
        MaskingKey = maskingKey;
    }

    /// <summary>Whether this frame ends its message.</summary>
    public bool IsFinal => (_first & FinBit) != 0;

    /// <summary>RSV1, RSV2 and RSV3, in the bits 0x40, 0x20 and 0x10, where they stand in the first byte.</summary>
    public byte ReservedBits => (byte)(_first & 0x70);

    /// <summary>The opcode. It may be a reserved one.</summary>
    public Opcode Opcode => (Opcode)(_first & 0x0F);

    /// <summary>Whether the payload is masked.</summary>
    public bool IsMasked => (_second & MaskBit) != 0;

    /// <summary>The length of the payload in bytes, as claimed: up to 2^64 - 1, which no frame may claim.</summary>
    public ulong PayloadLength { get; }

    /// <summary>The masking key, its first byte on the wire lowest. 0 where there is none.</summary>
    public uint MaskingKey { get; }

    /// <summary>
    /// Whether the length stands in the fewest bytes that hold it, and in 63 bits, as RFC 6455 section 5.2 demands.
    /// </summary>
    public bool IsLengthMinimal => (_second & 0x7F) switch
    {
        Length16 => PayloadLength >= Length16,
        Length64 => PayloadLength is > ushort.MaxValue and <= long.MaxValue,
        _ => true,
    };

    /// <summary>Reads a header from the start of <paramref name="source"/>.</summary>
    /// <param name="source">The bytes received.</param>
    /// <param name="header">The header, if it is whole.</param>
    /// <param name="size">The bytes it takes, 2 to 14; if more bytes are needed, how many at least in all.</param>
    /// <returns>False if the header has not wholly arrived.</returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out FrameHeader header, out int size)
    {
        header = default;
        size = 2;
        if (source.Length < size)
        {
            return false;
        }

        byte second = source[1];
        int shortLength = second & 0x7F;
        int keyOffset = shortLength switch { Length16 => 4, Length64 => 10, _ => 2 };
        bool masked = (second & MaskBit) != 0;
        size = masked ? keyOffset + 4 : keyOffset;
        if (source.Length < size)
        {
            return false;
        }

        ulong length = shortLength switch
        {
            Length16 => BinaryPrimitives.ReadUInt16BigEndian(source[2..]),
            Length64 => BinaryPrimitives.ReadUInt64BigEndian(source[2..]),
            _ => (ulong)shortLength,
        };
        uint key = masked ? BinaryPrimitives.ReadUInt32LittleEndian(source[keyOffset..]) : 0;
        header = new FrameHeader(source[0], second, length, key);
        return true;
    }
}

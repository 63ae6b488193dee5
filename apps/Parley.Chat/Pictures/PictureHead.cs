using System.Buffers.Binary;

namespace Parley.Chat;

/// <summary>What the first bytes of a picture say: what it is, and how large it will be on the screen.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Width">How wide it is.</param>
/// <param name="Height">How high it is.</param>
internal readonly record struct PictureHead(PictureType Type, int Width, int Height)
{
    private const int MaxSide = 16_384;
    private const long MaxPixels = 50_000_000;

    /// <summary>Whether a browser can show it without running out of memory.</summary>
    public bool IsShowable => Width is > 0 and <= MaxSide && Height is > 0 and <= MaxSide && (long)Width * Height <= MaxPixels;

    /// <summary>Reads the head; null if these are the bytes of no picture that is taken here.</summary>
    public static PictureHead? Read(ReadOnlySpan<byte> content)
    {
        try
        {
            return content switch
            {
                [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ReadPng(content),
                [0xFF, 0xD8, 0xFF, ..] => ReadJpeg(content),
                [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => new PictureHead(
                    PictureType.Gif, Little(content[6..]), Little(content[8..])),
                [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ReadWebP(content),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            // It ends before its head does.
            return null;
        }
    }

    private static PictureHead? ReadPng(ReadOnlySpan<byte> content) => content[12..16].SequenceEqual("IHDR"u8)
        ? new PictureHead(
            PictureType.Png, BinaryPrimitives.ReadInt32BigEndian(content[16..]), BinaryPrimitives.ReadInt32BigEndian(content[20..]))
        : null;

    // Segments follow one another until the one that tells the size: SOF0 to SOF15, without DHT, JPG and DAC.
    private static PictureHead? ReadJpeg(ReadOnlySpan<byte> content)
    {
        int at = 2;
        while (content[at] == 0xFF)
        {
            byte marker = content[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return new PictureHead(
                    PictureType.Jpeg,
                    BinaryPrimitives.ReadUInt16BigEndian(content[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(content[(at + 5)..]));
            }

            // A byte of filling, or a segment with its length.
            at += marker == 0xFF ? 1 : 2 + Math.Max((ushort)2, BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]));
            if (at >= content.Length - 1)
            {
                return null;
            }
        }

        return null;
    }

    private static PictureHead? ReadWebP(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> chunk = content[12..16];
        if (chunk.SequenceEqual("VP8 "u8))
        {
            return new PictureHead(PictureType.WebP, Little(content[26..]) & 0x3FFF, Little(content[28..]) & 0x3FFF);
        }

        if (chunk.SequenceEqual("VP8L"u8))
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(content[21..]);
            return new PictureHead(PictureType.WebP, (int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
        }

        return chunk.SequenceEqual("VP8X"u8)
            ? new PictureHead(PictureType.WebP, Little24(content[24..]) + 1, Little24(content[27..]) + 1)
            : null;
    }

    private static int Little(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static int Little24(ReadOnlySpan<byte> bytes) => Little(bytes) | (bytes[2..][0] << 16);
}

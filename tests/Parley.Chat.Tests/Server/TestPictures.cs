using System.Buffers.Binary;

namespace Parley.Chat.Tests.Server;

/// <summary>Pictures as small as they can be: their heads, which say what they are.</summary>
internal static class TestPictures
{
    public static byte[] Png(int width = 3, int height = 2)
    {
        byte[] head = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. new byte[8], 8, 6, 0, 0, 0, .. new byte[4]];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(20), height);
        return head;
    }

    // An application's segment stands before the one with the size.
    public static byte[] Jpeg() => [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 17, 8, 0, 2, 0, 3, 3, .. new byte[9], 0xFF, 0xD9];

    public static byte[] Gif() => [.. "GIF89a"u8, 3, 0, 2, 0, 0, 0, 0, 0x3B];

    public static byte[] WebPLossy() => [.. Riff("VP8 "u8), 0, 0, 0, 0x9D, 0x01, 0x2A, 3, 0, 2, 0];

    public static byte[] WebPLossless() => [.. Riff("VP8L"u8), 0x2F, 0x02, 0x40, 0x00, 0x00, 0, 0];

    public static byte[] WebPExtended() => [.. Riff("VP8X"u8), 0, 0, 0, 0, 2, 0, 0, 1, 0, 0];

    private static byte[] Riff(ReadOnlySpan<byte> chunk) => [.. "RIFF"u8, 30, 0, 0, 0, .. "WEBP"u8, .. chunk, 10, 0, 0, 0];
}

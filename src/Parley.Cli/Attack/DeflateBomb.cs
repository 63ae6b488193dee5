using System.IO.Compression;

namespace Parley.Cli;

/// <summary>Small messages that become large.</summary>
internal static class DeflateBomb
{
    /// <summary>What it becomes.</summary>
    public const int InflatedSize = 100 * 1024 * 1024;

    private static readonly Lazy<(byte[] First, byte[] Second)> _pair = new(static () => Make("many happy returns"u8));
    private static readonly Lazy<byte[]> _single = new(static () => Make([]).Second);

    /// <summary>About 100 KiB that become 100 MiB.</summary>
    public static byte[] Single => _single.Value;

    /// <summary>A small message, and a bomb compressed behind it with the same context.</summary>
    public static (byte[] First, byte[] Second) Pair => _pair.Value;

    private static (byte[] First, byte[] Second) Make(ReadOnlySpan<byte> first)
    {
        using var output = new MemoryStream();
        using var deflate = new DeflateStream(output, CompressionLevel.Optimal);
        byte[] start = [];
        if (!first.IsEmpty)
        {
            deflate.Write(first);
            start = TakeMessage(deflate, output);
        }

        // The first words again, so that without the context there is nothing to refer to.
        deflate.Write(first);
        byte[] zeros = new byte[1024 * 1024];
        for (int i = 0; i < InflatedSize / zeros.Length; i++)
        {
            deflate.Write(zeros);
        }

        return (start, TakeMessage(deflate, output));
    }

    // RFC 7692 section 7.2.1: a flush ends with 00 00 FF FF, which is taken off.
    private static byte[] TakeMessage(DeflateStream deflate, MemoryStream output)
    {
        deflate.Flush();
        byte[] message = output.ToArray()[..^4];
        output.SetLength(0);
        return message;
    }
}

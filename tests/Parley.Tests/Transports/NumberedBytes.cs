namespace Parley.Tests.Transports;

/// <summary>A stream in which each byte follows from its place, so that one that is lost, doubled or out of order shows.</summary>
internal static class NumberedBytes
{
    /// <summary>Fills a span with the bytes from a place on.</summary>
    public static void Fill(Span<byte> bytes, long start)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = At(start + i);
        }
    }

    /// <summary>The place of the first byte that is wrong; the length if none is.</summary>
    public static int FirstWrong(ReadOnlySpan<byte> bytes, long start)
    {
        int i = 0;
        while (i < bytes.Length && bytes[i] == At(start + i))
        {
            i++;
        }

        return i;
    }

    // The high bits too: a stream that is off by 256, or by 65,536, is seen at once.
    private static byte At(long place) => (byte)(place ^ (place >> 8) * 7 ^ (place >> 16) * 13);
}

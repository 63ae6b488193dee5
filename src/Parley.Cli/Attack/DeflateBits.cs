namespace Parley.Cli;

/// <summary>Writes a deflate stream by hand, with the fixed codes of RFC 1951 section 3.2.6.</summary>
internal sealed class DeflateBits
{
    private readonly List<byte> _bytes = [];
    private int _bits;

    /// <summary>A message that refers back to before its own start, and ends as RFC 7692 section 7.2.1 has it.</summary>
    /// <param name="literal">What stands before the reference.</param>
    /// <param name="distanceCode">0 to 29.</param>
    /// <param name="extra">The distance's extra bits.</param>
    /// <param name="extraCount">How many there are.</param>
    public static byte[] BackReference(ReadOnlySpan<byte> literal, int distanceCode, int extra, int extraCount)
    {
        var bits = new DeflateBits();
        bits.Low(0b010, 3);
        foreach (byte b in literal)
        {
            bits.High(0x30 + b, 8);
        }

        // Length 258 has the code 285, the sixth of the 8-bit codes from 280 on.
        bits.High(0b11000101, 8);
        bits.High(distanceCode, 5);
        bits.Low(extra, extraCount);
        bits.High(0, 7);

        // The empty stored block of a flush, whose lengths the sender takes off.
        bits.Low(0, 3);
        return [.. bits._bytes];
    }

    // RFC 1951 section 3.1.1: Huffman codes start with their highest bit, all else with its lowest.
    private void High(int code, int count)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            Bit((code >> i) & 1);
        }
    }

    private void Low(int value, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Bit((value >> i) & 1);
        }
    }

    private void Bit(int bit)
    {
        if (_bits % 8 == 0)
        {
            _bytes.Add(0);
        }

        _bytes[^1] |= (byte)(bit << (_bits % 8));
        _bits++;
    }
}

using System.Text.Unicode;

namespace Parley.Protocol;

/// <summary>
/// Checks text as its bytes come, and fails at the first byte that can't continue valid UTF-8 (RFC 3629), wherever
/// the text is split. A mutable struct: keep it in a field, don't copy it.
/// </summary>
public struct Utf8Validator
{
    private byte _needed;

    // The bounds of the next continuation byte. They are narrower than 80-BF after E0, ED, F0 and F4, which is what
    // keeps out overlong forms, surrogates, and code points above 10FFFF (RFC 3629 section 4).
    private byte _lowest;
    private byte _highest;

    /// <summary>Whether the text may end here: no character has been left unfinished.</summary>
    public readonly bool IsComplete => _needed == 0;

    /// <summary>Takes the next bytes of the text.</summary>
    /// <param name="text">Any number of bytes, split anywhere.</param>
    /// <returns>False if the text can't be UTF-8 any more, whatever follows.</returns>
    public bool Append(ReadOnlySpan<byte> text)
    {
        while (_needed != 0 && !text.IsEmpty)
        {
            if (!Continue(text[0]))
            {
                return false;
            }

            text = text[1..];
        }

        int whole = text.Length - UnfinishedTail(text);
        return Utf8.IsValid(text[..whole]) && AppendTail(text[whole..]);
    }

    /// <summary>Forgets the text, to check another.</summary>
    public void Reset() => _needed = 0;

    // How many bytes at the end belong to a character whose length, by its first byte, goes past the end.
    private static int UnfinishedTail(ReadOnlySpan<byte> text)
    {
        for (int back = 1; back <= Math.Min(3, text.Length); back++)
        {
            byte b = text[^back];
            if (b >= 0xC0)
            {
                int length = b switch { < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
                return length > back ? back : 0;
            }

            if (b < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }

    private bool AppendTail(ReadOnlySpan<byte> tail)
    {
        if (tail.IsEmpty)
        {
            return true;
        }

        if (!Start(tail[0]))
        {
            return false;
        }

        foreach (byte b in tail[1..])
        {
            if (!Continue(b))
            {
                return false;
            }
        }

        return true;
    }

    private bool Start(byte first)
    {
        (_needed, _lowest, _highest) = first switch
        {
            >= 0xC2 and <= 0xDF => ((byte)1, (byte)0x80, (byte)0xBF),
            0xE0 => ((byte)2, (byte)0xA0, (byte)0xBF),
            0xED => ((byte)2, (byte)0x80, (byte)0x9F),
            >= 0xE1 and <= 0xEF => ((byte)2, (byte)0x80, (byte)0xBF),
            0xF0 => ((byte)3, (byte)0x90, (byte)0xBF),
            >= 0xF1 and <= 0xF3 => ((byte)3, (byte)0x80, (byte)0xBF),
            0xF4 => ((byte)3, (byte)0x80, (byte)0x8F),
            _ => ((byte)0, (byte)0, (byte)0),
        };
        return _needed != 0;
    }

    private bool Continue(byte next)
    {
        if (next < _lowest || next > _highest)
        {
            return false;
        }

        (_lowest, _highest) = (0x80, 0xBF);
        _needed--;
        return true;
    }
}

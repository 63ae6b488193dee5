using System.Text.Unicode;

namespace Parley.Protocol;

/// <summary>Takes a whole head apart: its first line, and its header fields (RFC 9112 sections 3 to 5).</summary>
internal static class HeadParser
{
    /// <summary>What is said of a field whose value is not <see cref="IsFieldValue"/>.</summary>
    public static HandshakeError BadValue { get; } =
        new(400, "A header field's value must be text without control characters.");

    /// <summary>Where the first line ends, its CRLF not included.</summary>
    public static int FirstLineLength(ReadOnlySpan<byte> head) => head.IndexOf("\r\n"u8);

    /// <summary>Reads the fields after the first line.</summary>
    /// <param name="head">A whole head, as <see cref="HeadReader"/> gives it.</param>
    /// <param name="fields">The fields, as ranges of <paramref name="head"/>.</param>
    public static HandshakeError? ReadFields(byte[] head, out HeaderFields fields)
    {
        List<HeaderFieldRange> ranges = [];
        fields = new HeaderFields(head, []);
        int position = FirstLineLength(head) + 2;
        while (position < head.Length - 2)
        {
            int length = head.AsSpan(position).IndexOf("\r\n"u8);
            HandshakeError? error = ReadField(head, position..(position + length), out HeaderFieldRange range);
            if (error is not null)
            {
                return error;
            }

            ranges.Add(range);
            position += length + 2;
        }

        fields = new HeaderFields(head, [.. ranges]);
        return null;
    }

    /// <summary>Whether a field may have a value.</summary>
    // RFC 9110 section 5.5 allows any byte from 80 to FF; we ask for UTF-8, and for none of its control characters,
    // since some of them (U+0085) end a line for other programs that may see the value.
    public static bool IsFieldValue(ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            byte b = value[i];
            bool control = (b < 0x20 && b != HttpSyntax.Tab) || b == 0x7F
                || (b == 0xC2 && i + 1 < value.Length && value[i + 1] < 0xA0);
            if (control)
            {
                return false;
            }
        }

        return Utf8.IsValid(value);
    }

    private static HandshakeError? ReadField(byte[] head, Range lineRange, out HeaderFieldRange range)
    {
        range = default;
        ReadOnlySpan<byte> line = head.AsSpan(lineRange);
        int start = lineRange.Start.Value;

        // RFC 9112 section 5.2: a line that starts with a blank folds into the one before; servers refuse it.
        if (line[0] is (byte)' ' or HttpSyntax.Tab)
        {
            return new HandshakeError(400, "A header field must not be folded over several lines.");
        }

        // RFC 9112 section 5.1: no blank between the name and the colon; any or none after it.
        int colon = line.IndexOf((byte)':');
        if (colon <= 0 || !HttpSyntax.IsToken(line[..colon]))
        {
            return new HandshakeError(400, "A header field must be a name of token characters, a colon and a value.");
        }

        ReadOnlySpan<byte> value = line[(colon + 1)..];
        int leading = value.Length - value.TrimStart(" \t"u8).Length;
        value = value.Trim(" \t"u8);
        if (!IsFieldValue(value))
        {
            return BadValue;
        }

        int valueStart = start + colon + 1 + leading;
        range = new HeaderFieldRange(start..(start + colon), valueStart..(valueStart + value.Length));
        return null;
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Parley.Channels.Redis;

/// <summary>The numbers of RESP, which are text.</summary>
internal static class RespNumber
{
    private const int ShownLength = 40;

    public static long Integer(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long number, out int read) && read == text.Length
            ? number
            : throw Wrong("A whole number", text);

    public static long Boolean(ReadOnlySpan<byte> text) => text is [(byte)'t'] ? 1
        : text is [(byte)'f'] ? 0
        : throw Wrong("t or f", text);

    public static double Double(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text, "inf") ? double.PositiveInfinity
        : Ascii.EqualsIgnoreCase(text, "-inf") ? double.NegativeInfinity
        : Ascii.EqualsIgnoreCase(text, "nan") || Ascii.EqualsIgnoreCase(text, "-nan") ? double.NaN
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw Wrong("A number", text);

    /// <summary>Checks a whole number of any length.</summary>
    public static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            ? text
            : throw Wrong("A whole number", text);
    }

    private static RedisProtocolException Wrong(string expected, ReadOnlySpan<byte> text) =>
        new($"{expected} is expected in a reply; the server sent "
            + $"'{Encoding.Latin1.GetString(text[..Math.Min(text.Length, ShownLength)])}'.");
}

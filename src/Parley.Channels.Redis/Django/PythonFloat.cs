using System.Globalization;

namespace Parley.Channels.Redis;

/// <summary>Floating point numbers as Python's <c>repr</c> writes them: redis-py and json.dumps do so.</summary>
internal static class PythonFloat
{
    // From here on, and below a ten thousandth, Python writes an exponent.
    private const int FirstLargeExponent = 16;
    private const int FirstSmallExponent = -5;

    public static string Repr(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        // The shortest digits that read back as the same number, and where their point is.
        (string digits, int exponent) = Shortest(Math.Abs(value));
        string sign = value < 0 ? "-" : "";
        return sign + (exponent is >= FirstLargeExponent or <= FirstSmallExponent
            ? WithExponent(digits, exponent)
            : WithPoint(digits, exponent));
    }

    private static (string Digits, int Exponent) Shortest(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int mark = text.IndexOf('E', StringComparison.Ordinal);
        int exponent = mark < 0 ? 0 : int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string mantissa = mark < 0 ? text : text[..mark];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int zeros = digits.Length - digits.TrimStart('0').Length;
        return (digits.TrimStart('0').TrimEnd('0'), exponent - zeros);
    }

    private static string WithExponent(string digits, int exponent) =>
        $"{digits[..1]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";

    private static string WithPoint(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        string padded = digits.PadRight(exponent + 2, '0');
        return $"{padded[..(exponent + 1)]}.{padded[(exponent + 1)..]}";
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>What is received, as text that can be compared and read.</summary>
internal static class CaseEvent
{
    private const int LongestShown = 128;

    public static string Message(MessageType type, ReadOnlySpan<byte> payload) => $"{Lower(type)} {Show(payload)}";

    public static string Text(string text) => Message(MessageType.Text, Encoding.UTF8.GetBytes(text));

    public static string Pong(string text) => Pong(Encoding.UTF8.GetBytes(text));

    public static string Pong(ReadOnlySpan<byte> payload) => $"pong {Show(payload)}";

    public static string Ping(ReadOnlySpan<byte> payload) => $"ping {Show(payload)}";

    public static string Timeout(string name) => $"still open at {name}";

    /// <summary>Messages that came back as they went out.</summary>
    public static string Echoed(int count, int size) => string.Create(
        CultureInfo.InvariantCulture, $"{count:N0} x {size:N0} bytes came back unchanged");

    private static string Lower(MessageType type) => type == MessageType.Text ? "text" : "binary";

    private static string Show(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > LongestShown)
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(payload))[..8];
            return string.Create(CultureInfo.InvariantCulture, $"of {payload.Length:N0} bytes ({hash})");
        }

        bool isPrintable = payload.IndexOfAnyInRange<byte>(0, 0x1F) < 0 && System.Text.Unicode.Utf8.IsValid(payload);
        return isPrintable ? $"'{Encoding.UTF8.GetString(payload)}'" : Convert.ToHexStringLower(payload);
    }
}

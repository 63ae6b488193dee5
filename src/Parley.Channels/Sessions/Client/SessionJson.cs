using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Parley.Channels;

/// <summary>What the JSON of sessions has in common.</summary>
internal static class SessionJson
{
    /// <summary>The highest offset: what a double holds exactly.</summary>
    public const long MaxOffset = (1L << 53) - 1;

    // A server takes 64, the message itself included.
    private const int MaxDataDepth = 63;

    private static readonly TimeSpan _longest = TimeSpan.FromDays(365);

    /// <summary>A time that a server gave; what is longer than a year is a year.</summary>
    public static TimeSpan FromSeconds(double seconds) =>
        seconds < _longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : _longest;

    /// <summary>A string's text; of anything else the JSON.</summary>
    public static string TextOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(json);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text: it stays as it was written, which is what raw members get.
            return Encoding.UTF8.GetString(json);
        }
    }

    /// <summary>
    /// Checks what goes into a message as it is. What a server can't read it could not answer by its name, and the client
    /// would send it again for ever.
    /// </summary>
    /// <exception cref="ArgumentException">It is not one JSON value in UTF-8, or nested too deep.</exception>
    public static void Check(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDataDepth });
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            throw new ArgumentException(
                $"One JSON value is expected, nested at most {MaxDataDepth} deep. {exception.Message}", name, exception);
        }

        if (!Utf8.IsValid(json))
        {
            throw new ArgumentException("JSON in UTF-8 is expected. These bytes are not UTF-8.", name);
        }
    }
}

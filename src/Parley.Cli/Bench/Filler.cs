using System.Text;

namespace Parley.Cli.Bench;

/// <summary>What messages are filled with: words in no order, which compress about as chat does.</summary>
internal static class Filler
{
    private static readonly string[] _words =
    [
        "river ", "and ", "the ", "lantern ", "of ", "seven ", "quiet ", "harbour ",
        "letters ", "under ", "a ", "walnut ", "table ", "when ", "morning ", "comes ",
    ];

    /// <summary>Makes a message of ASCII text, the same for the same size.</summary>
    public static byte[] Make(int size)
    {
        var text = new StringBuilder(size + 16);
        uint state = 1;
        while (text.Length < size)
        {
            state = (state * 1664525) + 1013904223;
            text.Append(_words[state >> 28]);
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, size));
    }
}

using System.Globalization;
using Spectre.Console.Rendering;

namespace Parley.Cli.Connect;

/// <summary>The part of a line that fits into the terminal's width, so that the input always takes one row.</summary>
/// <param name="Text">What is seen.</param>
/// <param name="Column">How many cells stand before the cursor.</param>
internal readonly record struct InputWindow(string Text, int Column)
{
    /// <summary>Finds it.</summary>
    /// <param name="text">The whole line.</param>
    /// <param name="cursor">How many UTF-16 units stand before the cursor.</param>
    /// <param name="width">How many cells there are, one of them for the cursor behind the end.</param>
    public static InputWindow Of(string text, int cursor, int width)
    {
        // It begins as late as it has to for the cursor to be seen, and ends as late as it can.
        int room = Math.Max(1, width - 1);
        int[] starts = StringInfo.ParseCombiningCharacters(text);
        int start = starts.Append(text.Length).First(start => start >= cursor || Cells(text[start..cursor]) <= room);
        int end = starts.Append(text.Length).Last(end => end <= start || Cells(text[start..end]) <= room);
        return new InputWindow(VisibleText.Line(text[start..Math.Max(start, end)]), Cells(text[start..cursor]));
    }

    // East Asian characters take two.
    private static int Cells(string text) => new Segment(VisibleText.Line(text)).CellCount();
}

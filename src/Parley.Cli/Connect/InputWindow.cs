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
        // From the cursor back as far as there is room, and then on: a long line that was pasted is not measured as a whole.
        int room = Math.Max(1, width - 1);
        int[] ends = [.. StringInfo.ParseCombiningCharacters(text), text.Length];
        int place = Array.FindIndex(ends, end => end >= cursor);
        int start = cursor;
        int before = 0;
        for (int i = place; i > 0 && before + Cells(text[ends[i - 1]..start]) <= room; i--)
        {
            before += Cells(text[ends[i - 1]..start]);
            start = ends[i - 1];
        }

        int end = cursor;
        int shown = before;
        for (int i = place; i < ends.Length && shown + Cells(text[end..ends[i]]) <= room; i++)
        {
            shown += Cells(text[end..ends[i]]);
            end = ends[i];
        }

        return new InputWindow(VisibleText.Line(text[start..end]), before);
    }

    // East Asian characters take two.
    private static int Cells(string text) => new Segment(VisibleText.Line(text)).CellCount();
}

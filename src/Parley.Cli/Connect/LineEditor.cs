using System.Globalization;

namespace Parley.Cli.Connect;

/// <summary>A line that is being typed, with the keys of a shell.</summary>
internal sealed class LineEditor
{
    private readonly InputHistory _history = new();

    /// <summary>What stands there.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How many UTF-16 units stand before the cursor.</summary>
    public int Cursor { get; private set; }

    /// <summary>Takes a key.</summary>
    public LineEdit Press(ConsoleKeyInfo key)
    {
        bool byWords = key.Modifiers.HasFlag(ConsoleModifiers.Control) || key.Modifiers.HasFlag(ConsoleModifiers.Alt);
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                return LineEdit.Submitted;
            case ConsoleKey.LeftArrow:
                Cursor = byWords ? WordStart() : Before();
                return LineEdit.Changed;
            case ConsoleKey.RightArrow:
                Cursor = byWords ? WordEnd() : After();
                return LineEdit.Changed;
            case ConsoleKey.Home:
                Cursor = 0;
                return LineEdit.Changed;
            case ConsoleKey.End:
                Cursor = Text.Length;
                return LineEdit.Changed;
            case ConsoleKey.UpArrow:
                return Replace(_history.Older(Text));
            case ConsoleKey.DownArrow:
                return Replace(_history.Newer());
            case ConsoleKey.Delete:
                return Remove(Cursor, After());
            case ConsoleKey.Backspace when !byWords:
                return Remove(Before(), Cursor);
            default:
                return PressCharacter(key);
        }
    }

    /// <summary>Takes the line that is done, and begins another one.</summary>
    public string Take()
    {
        string line = Text;
        _history.Add(line);
        Text = "";
        Cursor = 0;
        return line;
    }

    private LineEdit PressCharacter(ConsoleKeyInfo key)
    {
        switch (key.KeyChar)
        {
            case '\r' or '\n':
                return LineEdit.Submitted;
            case '\u0001':
                Cursor = 0;
                return LineEdit.Changed;
            case '\u0005':
                Cursor = Text.Length;
                return LineEdit.Changed;
            case '\u0002':
                Cursor = Before();
                return LineEdit.Changed;
            case '\u0006':
                Cursor = After();
                return LineEdit.Changed;
            case '\u0003':
                return Text.Length > 0 ? Remove(0, Text.Length) : LineEdit.Ended;
            case '\u0004':
                return Text.Length > 0 ? Remove(Cursor, After()) : LineEdit.Ended;
            case '\u000b':
                return Remove(Cursor, Text.Length);
            case '\u000c':
                return LineEdit.Cleared;
            case '\u000e':
                return Replace(_history.Newer());
            case '\u0010':
                return Replace(_history.Older(Text));
            case '\u0015':
                return Remove(0, Cursor);
            case '\u0017':
                return Remove(WordStart(), Cursor);
            case '\b' or '\u007f':
                return Remove(Before(), Cursor);
            case var character when !char.IsControl(character):
                Text = Text.Insert(Cursor, character.ToString());
                Cursor++;
                return LineEdit.Changed;
            default:
                return LineEdit.Changed;
        }
    }

    private LineEdit Replace(string? line)
    {
        if (line is not null)
        {
            Text = line;
            Cursor = line.Length;
        }

        return LineEdit.Changed;
    }

    private LineEdit Remove(int from, int to)
    {
        Text = Text.Remove(from, to - from);
        Cursor = from;
        return LineEdit.Changed;
    }

    // What people see as one character may be several units: an emoji, a letter with its accent.
    private int Before() => StringInfo.ParseCombiningCharacters(Text).LastOrDefault(start => start < Cursor);

    private int After() => Cursor + StringInfo.GetNextTextElementLength(Text, Cursor);

    private int WordStart()
    {
        int start = Cursor;
        while (start > 0 && char.IsWhiteSpace(Text[start - 1]))
        {
            start--;
        }

        while (start > 0 && !char.IsWhiteSpace(Text[start - 1]))
        {
            start--;
        }

        return start;
    }

    private int WordEnd()
    {
        int end = Cursor;
        while (end < Text.Length && char.IsWhiteSpace(Text[end]))
        {
            end++;
        }

        while (end < Text.Length && !char.IsWhiteSpace(Text[end]))
        {
            end++;
        }

        return end;
    }
}

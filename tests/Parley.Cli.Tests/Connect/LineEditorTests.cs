using Parley.Cli.Connect;

namespace Parley.Cli.Tests.Connect;

/// <summary>The line that is being typed.</summary>
public sealed class LineEditorTests
{
    private const char CtrlA = '\u0001';
    private const char CtrlC = '\u0003';
    private const char CtrlD = '\u0004';
    private const char CtrlE = '\u0005';
    private const char CtrlK = '\u000b';
    private const char CtrlU = '\u0015';
    private const char CtrlW = '\u0017';

    private readonly LineEditor _editor = new();

    [Fact]
    public void Keys_move_and_remove()
    {
        Type("helo world");
        Press(ConsoleKey.Home);
        Press(ConsoleKey.RightArrow, ConsoleKey.RightArrow, ConsoleKey.RightArrow);
        Type("l");
        Assert.Equal(("hello world", 4), (_editor.Text, _editor.Cursor));
        Press(ConsoleKey.End, ConsoleKey.LeftArrow, ConsoleKey.Backspace, ConsoleKey.Delete, ConsoleKey.Delete);
        Assert.Equal(("hello wor", 9), (_editor.Text, _editor.Cursor));
        Type($"{CtrlW}you{CtrlA}oh {CtrlE}!");
        Assert.Equal("oh hello you!", _editor.Text);
        Press(ConsoleKey.LeftArrow);
        Type($"{CtrlU}");
        Assert.Equal(("!", 0), (_editor.Text, _editor.Cursor));
        Type($"ab{CtrlK}");
        Assert.Equal("ab", _editor.Text);
    }

    [Fact]
    public void Words_are_passed_at_once()
    {
        Type("one two  three");
        Press(ConsoleKey.LeftArrow, ConsoleModifiers.Control);
        Assert.Equal(9, _editor.Cursor);
        Press(ConsoleKey.LeftArrow, ConsoleModifiers.Control);
        Assert.Equal(4, _editor.Cursor);
        Press(ConsoleKey.RightArrow, ConsoleModifiers.Control);
        Assert.Equal(7, _editor.Cursor);
        Type($"{CtrlW}");
        Assert.Equal("one   three", _editor.Text);
    }

    [Fact]
    public void What_people_see_as_one_character_is_one()
    {
        Type("a👩‍👩‍👧é");
        Press(ConsoleKey.LeftArrow, ConsoleKey.Backspace);
        Assert.Equal(("aé", 1), (_editor.Text, _editor.Cursor));
        Press(ConsoleKey.Delete, ConsoleKey.Delete, ConsoleKey.Backspace, ConsoleKey.Backspace, ConsoleKey.LeftArrow);
        Assert.Equal(("", 0), (_editor.Text, _editor.Cursor));
    }

    [Fact]
    public void The_arrows_go_through_what_was_typed_and_come_back_to_what_was_begun()
    {
        foreach (string line in new[] { "one", "two", "two", "" })
        {
            Type(line);
            _editor.Take();
        }

        Type("beg");
        Press(ConsoleKey.UpArrow);
        Assert.Equal("two", _editor.Text);
        Press(ConsoleKey.UpArrow);
        Press(ConsoleKey.UpArrow);
        Assert.Equal(("one", 3), (_editor.Text, _editor.Cursor));
        Press(ConsoleKey.DownArrow, ConsoleKey.DownArrow, ConsoleKey.DownArrow);
        Assert.Equal("beg", _editor.Text);
    }

    [Fact]
    public void Enter_submits_and_ctrl_c_and_ctrl_d_end_only_from_an_empty_line()
    {
        Type("text");
        Assert.Equal(LineEdit.Submitted, Press(ConsoleKey.Enter));
        Assert.Equal("text", _editor.Take());
        Assert.Equal("", _editor.Text);
        Type("text");
        Assert.Equal(LineEdit.Changed, Type($"{CtrlA}{CtrlD}"));
        Assert.Equal("ext", _editor.Text);
        Assert.Equal(LineEdit.Changed, Type($"{CtrlC}"));
        Assert.Equal("", _editor.Text);
        Assert.Equal(LineEdit.Ended, Type($"{CtrlC}"));
        Assert.Equal(LineEdit.Ended, Type($"{CtrlD}"));
        Assert.Equal(LineEdit.Cleared, Type("\f"));
    }

    [Theory]
    [InlineData("hello", 5, 80, "hello", 5)]
    [InlineData("hello", 2, 80, "hello", 2)]
    [InlineData("0123456789", 10, 5, "6789", 4)]
    [InlineData("0123456789", 0, 5, "0123", 0)]
    [InlineData("你好世界", 4, 5, "世界", 4)]
    [InlineData("你好世界", 4, 4, "界", 2)]
    [InlineData("", 0, 5, "", 0)]
    [InlineData("abc", 3, 0, "c", 1)]
    [InlineData("a\u001bb", 3, 80, "a␛b", 3)]
    public void Of_a_long_line_as_much_is_seen_as_fits(string text, int cursor, int width, string expected, int column) =>
        Assert.Equal(new InputWindow(expected, column), InputWindow.Of(text, cursor, width));

    [Theory]
    [InlineData(0)]
    [InlineData(2_000)]
    [InlineData(4_000)]
    public void A_long_line_that_is_pasted_is_not_measured_again_and_again(int cursor)
    {
        string text = new('a', 4_000);
        _ = InputWindow.Of(text, cursor, 80);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InputWindow window = InputWindow.Of(text, cursor, 80);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
        Assert.Equal(79, window.Text.Length);
        Assert.Equal(Math.Min(cursor, 79), window.Column);
    }

    private LineEdit Type(string characters)
    {
        LineEdit edit = LineEdit.Changed;
        foreach (char character in characters)
        {
            edit = _editor.Press(new ConsoleKeyInfo(character, default, shift: false, alt: false, control: char.IsControl(character)));
        }

        return edit;
    }

    private LineEdit Press(params ConsoleKey[] keys)
    {
        LineEdit edit = LineEdit.Changed;
        foreach (ConsoleKey key in keys)
        {
            edit = Press(key, ConsoleModifiers.None);
        }

        return edit;
    }

    private LineEdit Press(ConsoleKey key, ConsoleModifiers modifiers) => _editor.Press(
        new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: modifiers.HasFlag(ConsoleModifiers.Control)));
}

using Parley.Cli.Connect;

namespace Parley.Cli.Tests.Connect;

/// <summary>What peers send steers no terminal.</summary>
public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("你好, [red]world[/] 👩‍👩‍👧", "你好, [red]world[/] 👩‍👩‍👧")]
    [InlineData("\u001b]0;title\u0007", "␛]0;title␇")]
    [InlineData("a\r\nb\tc\0\u007f", "a␍␊b␉c␀␡")]
    [InlineData("\u009b31m", "<U+009B>31m")]
    [InlineData("abc\u202edcba\u2066", "abc<U+202E>dcba<U+2066>")]
    [InlineData("one\u2028two", "one<U+2028>two")]
    [InlineData("tag \U000e0041", "tag <U+E0041>")]
    public void What_would_steer_it_is_shown(string text, string expected) => Assert.Equal(expected, VisibleText.Line(text));

    [Fact]
    public void No_character_of_the_first_plane_gets_through_that_a_terminal_obeys()
    {
        string all = string.Concat(Enumerable.Range(0, 0xd800).Select(static value => (char)value));
        Assert.DoesNotContain(VisibleText.Line(all), static character => char.IsControl(character));
        Assert.All(VisibleText.Lines(all), static character => Assert.True(character == '\n' || !char.IsControl(character)));
    }

    [Fact]
    public void Json_is_shown_over_several_lines_and_what_is_none_is_not()
    {
        Assert.Equal("{\n  \"a\": \"你好\\u001B\"\n}", MessageText.Pretty("""{"a":"你好\u001b"}"""u8));
        Assert.Equal("1", MessageText.Pretty(" 1 \n"u8));
        Assert.Null(MessageText.Pretty("{} {}"u8));
        Assert.Null(MessageText.Pretty("hello"u8));
        Assert.Null(MessageText.Pretty(""u8));
    }

    [Fact]
    public void A_message_that_nobody_would_read_to_its_end_is_cut()
    {
        var text = new Message(Protocol.MessageType.Text, new byte[1_000_000]);
        var bytes = new Message(Protocol.MessageType.Binary, new byte[1_000_000]);
        Assert.EndsWith("␀… (1,000,000 characters in all)", MessageText.Shortened(text), StringComparison.Ordinal);
        Assert.InRange(MessageText.Shortened(text).Length, 10_000, 10_100);
        Assert.StartsWith("1,000,000 bytes: 0000", MessageText.Shortened(bytes), StringComparison.Ordinal);
        Assert.InRange(MessageText.Shortened(bytes).Length, 10_000, 10_100);
        Assert.Equal(1_000_000, MessageText.Whole(text).Length);
    }
}

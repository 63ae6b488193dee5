using System.Text;
using Parley.Cli.Bench;

namespace Parley.Cli.Tests;

/// <summary>The numbers that <c>parley bench</c> puts into its messages.</summary>
public sealed class MessageTagTests
{
    [Theory]
    [InlineData(0u, "aaaaaaaa")]
    [InlineData(1u, "baaaaaaa")]
    [InlineData(0x12345678u, "ihgfedcb")]
    [InlineData(uint.MaxValue, "pppppppp")]
    public void A_number_is_eight_letters_and_read_back(uint number, string expected)
    {
        byte[] letters = new byte[MessageTag.Size];
        MessageTag.Write(letters, number);
        Assert.Equal(expected, Encoding.ASCII.GetString(letters));
        Assert.True(MessageTag.Is(letters, number));
        Assert.False(MessageTag.Is(letters, number + 1));
        Assert.True(MessageTag.TryRead(letters, out uint read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void A_short_message_carries_what_changes_fastest(int size)
    {
        byte[] letters = new byte[size];
        MessageTag.Write(letters, 0xFFFFFFF5);
        Assert.Equal("fppppppp"[..size], Encoding.ASCII.GetString(letters));
        Assert.True(MessageTag.Is(letters, 0xFFFFFFF5));
        Assert.Equal(size == 0, MessageTag.Is(letters, 0xFFFFFFF6));
    }

    [Theory]
    [InlineData("aaaaaaa`")]
    [InlineData("`aaaaaaa")]
    [InlineData("aaaqaaaa")]
    [InlineData("hello, w")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    public void What_is_no_number_is_seen(string text) =>
        Assert.False(MessageTag.TryRead(Encoding.ASCII.GetBytes(text), out _));
}

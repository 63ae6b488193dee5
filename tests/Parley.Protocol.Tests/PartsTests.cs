using Parley.Protocol.Tests.Conversation;

namespace Parley.Protocol.Tests;

/// <summary>Messages handed out piece by piece.</summary>
public sealed class PartsTests
{
    private static readonly ProtocolOptions _options = new() { Delivery = MessageDelivery.Parts };

    [Fact]
    public void A_message_in_one_frame_in_one_piece_is_whole()
    {
        using var transcript = new Transcript(Role.Server, _options);
        transcript.Feed(Frame.Text("hi"), Frame.Text(""));
        Assert.Equal(["text hi", "text "], transcript.Events);
    }

    [Fact]
    public void Fragments_are_parts_and_empty_ones_say_nothing_but_at_the_end()
    {
        using var transcript = new Transcript(Role.Server, _options);
        transcript.Feed(Frame.Start("a"), Frame.More(""), Frame.Ping("p"), Frame.More("b"), Frame.Last(""));
        Assert.Equal(["part a", "ping p", "part b", "last "], transcript.Events);
    }

    [Fact]
    public void A_frame_in_pieces_is_parts_that_make_up_the_whole()
    {
        using var transcript = new Transcript(Role.Server, _options);
        transcript.Feed(Frame.Text("abcdef").BytesFor(Role.Server), 4);
        Assert.Equal(["part ab", "last cdef"], transcript.Events);
    }

    [Fact]
    public void Text_is_checked_across_parts()
    {
        using var transcript = new Transcript(Role.Server, _options);
        transcript.Feed(Frame.Start("a"), Frame.Last(0xED, 0xA0));
        Assert.Equal(["part a", "error 1007"], transcript.Events);
    }

    [Fact]
    public void Limits_hold_for_parts_as_well()
    {
        using var transcript = new Transcript(Role.Server, _options with { MaxMessageSize = 2 });
        transcript.Feed(Frame.Start("ab"), Frame.Last("c"));
        Assert.Equal(["part ab", "error 1009"], transcript.Events);
    }
}

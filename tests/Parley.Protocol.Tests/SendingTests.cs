using System.Buffers;
using Parley.Protocol.Tests.Conversation;

namespace Parley.Protocol.Tests;

/// <summary>What is written, and what must not be.</summary>
public sealed class SendingTests
{
    [Theory]
    [InlineData(Role.Server, 0, 2)]
    [InlineData(Role.Server, 125, 2)]
    [InlineData(Role.Server, 126, 4)]
    [InlineData(Role.Server, 65_535, 4)]
    [InlineData(Role.Server, 65_536, 10)]
    [InlineData(Role.Client, 0, 6)]
    [InlineData(Role.Client, 125, 6)]
    [InlineData(Role.Client, 126, 8)]
    [InlineData(Role.Client, 65_535, 8)]
    [InlineData(Role.Client, 65_536, 14)]
    public void A_length_is_written_in_its_shortest_form(Role role, int length, int headerSize)
    {
        using var sender = new Transcript(role);
        sender.Protocol.Send(MessageType.Binary, Frame.Pattern(length), sender.Output);
        Assert.Equal(headerSize + length, sender.Written.Length);
        Assert.Equal(headerSize, FrameWriter.HeaderSize(length, role));

        using var receiver = new Transcript(role == Role.Server ? Role.Client : Role.Server);
        receiver.Feed(sender.Written.ToArray());
        Assert.Equal([$"binary {length}"], receiver.Events);
    }

    [Fact]
    public void A_clients_keys_are_fresh_for_each_frame_and_look_like_chance()
    {
        const int Frames = 10_000;
        using var client = new Transcript(Role.Client);
        HashSet<uint> keys = [];
        int[] counts = new int[256];
        for (int i = 0; i < Frames; i++)
        {
            var output = new ArrayBufferWriter<byte>();
            client.Protocol.Send(MessageType.Text, "same"u8, output);
            Assert.True(FrameHeader.TryRead(output.WrittenSpan, out FrameHeader header, out _));
            keys.Add(header.MaskingKey);
            for (int shift = 0; shift < 32; shift += 8)
            {
                counts[(byte)(header.MaskingKey >> shift)]++;
            }
        }

        // Of 10,000 random keys two are the same once in 86 runs, and six never.
        Assert.InRange(keys.Count, Frames - 5, Frames);

        // Chi-square with 255 degrees of freedom: 255 on average; 450 is more than eight standard deviations off.
        double expected = Frames * 4 / 256.0;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 80, 450);
    }

    [Fact]
    public void A_message_may_be_sent_in_fragments_with_a_ping_between()
    {
        using var server = new Transcript(Role.Server);
        Assert.False(server.Protocol.IsMessageBegun);
        server.Protocol.BeginMessage(MessageType.Text, "a"u8, server.Output);
        Assert.True(server.Protocol.IsMessageBegun);
        server.Protocol.ContinueMessage("b"u8, server.Output);
        server.Protocol.SendPing("p"u8, server.Output);
        server.Protocol.SendPong("q"u8, server.Output);
        server.Protocol.EndMessage("c"u8, server.Output);
        Assert.Equal(["text... a", "continuation... b", "ping p", "pong q", "continuation c"], server.Answers);
    }

    [Fact]
    public void Fragments_out_of_order_are_refused()
    {
        using var server = new Transcript(Role.Server);
        Assert.Throws<InvalidOperationException>(() => server.Protocol.ContinueMessage("x"u8, server.Output));
        Assert.Throws<InvalidOperationException>(() => server.Protocol.EndMessage("x"u8, server.Output));
        server.Protocol.BeginMessage(MessageType.Text, "a"u8, server.Output);
        Assert.Throws<InvalidOperationException>(() => server.Protocol.Send(MessageType.Text, "x"u8, server.Output));
        Assert.Throws<InvalidOperationException>(() => server.Protocol.BeginMessage(MessageType.Text, "x"u8, server.Output));
        Assert.Equal(["text... a"], server.Answers);
    }

    [Fact]
    public void Nothing_is_sent_after_a_close_frame()
    {
        using var server = new Transcript(Role.Server);
        server.Protocol.SendClose(CloseCode.NormalClosure, "bye", server.Output);
        server.Protocol.SendClose(CloseCode.GoingAway, "again", server.Output);
        Assert.Throws<InvalidOperationException>(() => server.Protocol.Send(MessageType.Text, "x"u8, server.Output));
        Assert.Throws<InvalidOperationException>(() => server.Protocol.SendPing("x"u8, server.Output));
        server.Feed(Frame.Ping("late"), Frame.Text("late"));
        Assert.Equal(["ping late"], server.Events);
        Assert.Equal(["close 1000"], server.Answers);
        Assert.Equal(ProtocolState.CloseSent, server.Protocol.State);

        server.Feed(Frame.Close(1000));
        Assert.Equal(["ping late", "close 1000"], server.Events);
        Assert.Equal(["close 1000"], server.Answers);
        Assert.Equal(ProtocolState.Closed, server.Protocol.State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(2999)]
    [InlineData(5000)]
    public void A_close_code_that_must_not_be_sent_is_refused(int code)
    {
        using var server = new Transcript(Role.Server);
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Protocol.SendClose((CloseCode)code, "", server.Output));
        Assert.Equal(0, server.Written.Length);
        Assert.Equal(ProtocolState.Open, server.Protocol.State);
    }

    [Fact]
    public void Control_frames_hold_no_more_than_125_bytes()
    {
        using var server = new Transcript(Role.Server);
        Assert.Throws<ArgumentException>(() => server.Protocol.SendPing(new byte[126], server.Output));
        Assert.Throws<ArgumentException>(() => server.Protocol.SendPong(new byte[126], server.Output));
        Assert.Throws<ArgumentException>(() => server.Protocol.SendClose(CloseCode.NormalClosure, new string('大', 42), server.Output));
        server.Protocol.SendClose(CloseCode.NormalClosure, new string('大', 41), server.Output);
        Assert.Equal(125 + 2, server.Written.Length);
    }

    [Fact]
    public void While_output_waits_only_the_latest_ping_is_answered()
    {
        using var server = new Transcript(Role.Server);
        server.Protocol.PauseOutput();
        server.Feed(Frame.Ping("1"), Frame.Ping("2"), Frame.Ping("3"));
        Assert.Empty(server.Answers);
        server.Protocol.ResumeOutput(server.Output);
        Assert.Equal(["pong 3"], server.Answers);
        server.Protocol.ResumeOutput(server.Output);
        server.Feed(Frame.Ping("4"));
        Assert.Equal(["pong 3", "pong 4"], server.Answers);
    }

    [Fact]
    public void A_pong_that_waits_is_dropped_by_a_close()
    {
        using var server = new Transcript(Role.Server);
        server.Protocol.PauseOutput();
        server.Feed(Frame.Ping("1"), Frame.Close(1000));
        server.Protocol.ResumeOutput(server.Output);
        Assert.Equal(["close 1000"], server.Answers);
    }
}

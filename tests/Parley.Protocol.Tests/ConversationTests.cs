using Parley.Protocol.Tests.Conversation;

namespace Parley.Protocol.Tests;

/// <summary>Every case, received by both ends, in one piece, byte by byte, and in odd pieces.</summary>
public sealed class ConversationTests
{
    private static readonly int[] _pieceSizes = [int.MaxValue, 1, 2, 3, 5, 7, 64, 1000];

    private static readonly Dictionary<string, WireCase> _cases =
        new[] { FramingCases.All, TextCases.All, ClosingCases.All, LimitCases.All, DeflateCases.All }
            .SelectMany(static cases => cases).ToDictionary(static found => found.Name);

    public static TheoryData<string, Role> Cases => [.. from name in _cases.Keys
                                                        from role in Enum.GetValues<Role>()
                                                        select new TheoryDataRow<string, Role>(name, role)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_comes_leads_to_what_the_rfc_says(string name, Role role)
    {
        WireCase tried = _cases[name];
        byte[] bytes = [.. tried.Input.SelectMany(frame => frame.BytesFor(role))];
        foreach (int size in _pieceSizes)
        {
            using var transcript = new Transcript(role, tried.Options, tried.Deflate);
            transcript.Feed(bytes, size);
            Assert.Equal(tried.Events, transcript.Events);
            Assert.Equal(tried.Answers, transcript.Answers);
            Assert.Equal(tried.State, transcript.Protocol.State);
        }
    }

    [Theory]
    [InlineData(Role.Server)]
    [InlineData(Role.Client)]
    public void A_conversation_reads_the_same_wherever_it_is_split_in_two(Role role)
    {
        Frame[] frames =
        [
            Frame.Text("大厅"), Frame.Start("Hel"), Frame.Ping("now"), Frame.Last("lo"), Frame.Binary(126), Frame.Pong("p"),
            Frame.Close(1001, "bye"),
        ];
        byte[] bytes = [.. frames.SelectMany(frame => frame.BytesFor(role))];
        for (int split = 0; split <= bytes.Length; split++)
        {
            using var transcript = new Transcript(role);
            transcript.FeedPiece(bytes[..split]);
            transcript.FeedPiece(bytes[split..]);
            Assert.Equal(["text 大厅", "ping now", "text Hello", "binary 126", "pong p", "close 1001 bye"], transcript.Events);
            Assert.Equal(["pong now", "close 1001"], transcript.Answers);
        }
    }

    [Fact]
    public void Text_fails_at_its_first_impossible_byte_though_more_is_announced()
    {
        byte[] start = [0x01, 0x84, 0, 0, 0, 0, 0xF4, 0x90];
        using var transcript = new Transcript(Role.Server);
        transcript.Feed(start[..^1]);
        Assert.Empty(transcript.Events);
        transcript.Feed([start[^1]]);
        Assert.Equal(["error 1007"], transcript.Events);
    }

    [Fact]
    public void A_frame_of_a_mebibyte_is_taken_in_pieces()
    {
        using var transcript = new Transcript(Role.Server);
        transcript.Feed(Frame.Binary(1024 * 1024).BytesFor(Role.Server), 4096);
        Assert.Equal(["binary 1048576"], transcript.Events);
    }

    [Theory]
    [InlineData(Role.Server)]
    [InlineData(Role.Client)]
    public void Random_bytes_never_throw_and_are_answered_with_whole_frames(Role role)
    {
        var random = new Random(6455);
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            bytes[0] = (byte)(0x80 | (random.Next(2) == 0 ? 1 : 9));
            bytes[Math.Min(1, bytes.Length - 1)] = (byte)((role == Role.Server ? 0x80 : 0) | random.Next(40));
            using var transcript = new Transcript(role);
            transcript.Feed(bytes, random.Next(1, 50));
            Assert.All(transcript.Answers, static answer => Assert.Matches("^(pong|close)", answer));
        }
    }
}

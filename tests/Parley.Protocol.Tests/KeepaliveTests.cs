using Parley.Protocol.Tests.Conversation;

namespace Parley.Protocol.Tests;

/// <summary>Deadlines, with the time as an argument: milliseconds, in ticks of a second.</summary>
public sealed class KeepaliveTests : IDisposable
{
    private static readonly ProtocolOptions _options = new()
    {
        PingInterval = TimeSpan.FromSeconds(20),
        PongTimeout = TimeSpan.FromSeconds(10),
        CloseTimeout = TimeSpan.FromSeconds(5),
    };

    private readonly Transcript _server = new(Role.Server, _options);

    [Fact]
    public void A_silent_peer_is_pinged_and_then_lost()
    {
        Assert.Equal([(20, TickResult.PingSent), (30, TickResult.PeerLost)], Tick(0, 30));
        Assert.Equal(["ping"], _server.Answers);
    }

    [Theory]
    [InlineData("pong")]
    [InlineData("text")]
    [InlineData("half a header")]
    public void Any_byte_proves_that_the_peer_lives(string what)
    {
        Tick(0, 25);
        _server.Feed(what switch
        {
            "pong" => Frame.Pong("").BytesFor(Role.Server),
            "text" => Frame.Text("x").BytesFor(Role.Server),
            _ => [0x81],
        });
        Assert.Equal([(46, TickResult.PingSent), (56, TickResult.PeerLost)], Tick(26, 56));
    }

    [Fact]
    public void A_peer_that_talks_is_not_pinged()
    {
        for (int second = 0; second < 100; second += 10)
        {
            _server.Feed(Frame.Text("x"));
            Assert.Empty(Tick(second, second + 9));
        }
    }

    [Fact]
    public void Silence_counts_for_nothing_while_reading_is_paused()
    {
        _server.Protocol.IsReadingPaused = true;
        Assert.Empty(Tick(0, 100));
        _server.Protocol.IsReadingPaused = false;
        Assert.Equal([(120, TickResult.PingSent)], Tick(101, 121));
    }

    [Fact]
    public void A_close_frame_must_be_answered_in_time()
    {
        Tick(0, 3);
        _server.Protocol.SendClose(CloseCode.NormalClosure, "", _server.Output);
        Assert.Equal([(9, TickResult.CloseTimedOut)], Tick(4, 9));
    }

    [Fact]
    public void Talking_on_does_not_put_off_the_end_of_a_close()
    {
        _server.Protocol.SendClose(CloseCode.NormalClosure, "", _server.Output);
        Tick(0, 4);
        _server.Feed(Frame.Text("x"));
        Assert.Equal([(5, TickResult.CloseTimedOut)], Tick(5, 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ushort.MaxValue)]
    public void Infinite_times_never_pass(ushort pingPhase)
    {
        using var server = new Transcript(
            Role.Server, new ProtocolOptions { PingInterval = Timeout.InfiniteTimeSpan }, pingPhase: pingPhase);
        Assert.Equal(TickResult.None, server.Protocol.OnTick(0, server.Output));
        Assert.Equal(TickResult.None, server.Protocol.OnTick(long.MaxValue / 2, server.Output));
    }

    [Fact]
    public void Ten_thousand_connections_opened_at_once_are_pinged_at_moments_of_their_own()
    {
        // Each is pinged after half an interval to a whole one, so that the even share is a tenth a second.
        Keepalive[] all = Open(10_000);
        int[] first = PingsBySecond(all, 0, 20);
        Assert.Equal(10_000, first.Sum());
        Assert.Equal(0, first[..10].Sum());
        Assert.InRange(first.Max(), 1000, 1100);

        // All answer at once, and keep their places: an interval later the pings are spread as before.
        int[] second = PingsBySecond(all, 21, 41);
        Assert.Equal(10_000, second.Sum());
        Assert.Equal(first.Max(), second.Max());
    }

    [Fact]
    public void Ten_thousand_that_answer_one_broadcast_are_not_pinged_together()
    {
        Keepalive[] all = Open(10_000);
        PingsBySecond(all, 0, 5);
        foreach (ref Keepalive one in all.AsSpan())
        {
            one.Heard();
        }

        Assert.InRange(PingsBySecond(all, 6, 26).Max(), 1000, 1100);
    }

    [Fact]
    public void A_peer_that_answered_a_ping_is_pinged_a_whole_interval_later()
    {
        using var server = new Transcript(Role.Server, _options, pingPhase: ushort.MaxValue);
        Assert.Equal([(11, TickResult.PingSent)], Tick(0, 12, server));
        server.Feed(Frame.Pong(""));
        Assert.Equal([(33, TickResult.PingSent), (43, TickResult.PeerLost)], Tick(13, 43, server));
    }

    [Fact]
    public void Options_refuse_what_makes_no_sense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProtocolOptions { MaxMessageSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProtocolOptions { MaxFragments = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProtocolOptions { PingInterval = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProtocolOptions { PongTimeout = TimeSpan.FromSeconds(-2) });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ProtocolOptions { CloseTimeout = TimeSpan.Zero });
    }

    public void Dispose() => _server.Dispose();

    // What happened from one second to another, both included.
    private List<(int Second, TickResult Result)> Tick(int first, int last, Transcript? server = null) =>
    [
        .. from second in Enumerable.Range(first, last - first + 1)
           let result = (server ?? _server).Protocol.OnTick(second * 1000L, (server ?? _server).Output)
           where result != TickResult.None
           select (second, result),
    ];

    // The phases that a server deals out.
    private static Keepalive[] Open(int count) =>
        [.. Enumerable.Range(1, count).Select(static number => new Keepalive((ushort)(number * 40_503)))];

    // Every ping is answered.
    private static int[] PingsBySecond(Keepalive[] all, int first, int last)
    {
        int[] pings = new int[last - first + 1];
        for (int second = first; second <= last; second++)
        {
            foreach (ref Keepalive one in all.AsSpan())
            {
                if (one.Tick(second * 1000L, _options, ProtocolState.Open) == TickResult.PingSent)
                {
                    pings[second - first]++;
                    one.Heard();
                }
            }
        }

        return pings;
    }
}

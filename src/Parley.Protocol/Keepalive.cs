namespace Parley.Protocol;

/// <summary>
/// The deadlines of a connection. It is told the time now and then, and otherwise only that something came, so that
/// receiving needs no clock. A mutable struct: keep it in a field.
/// </summary>
/// <param name="phase">
/// How much earlier than after the whole interval this connection is pinged: of half an interval, so many 65,536ths.
/// </param>
internal struct Keepalive(ushort phase)
{
    private readonly ushort _phase = phase;
    private long _deadline;
    private Wait _wait;
    private bool _heard;

    private enum Wait : byte
    {
        Nothing,
        Silence,
        Pong,
        Close,
    }

    /// <summary>Something came: any byte proves that the peer lives.</summary>
    public void Heard() => _heard = true;

    public TickResult Tick(long now, ProtocolOptions options, ProtocolState state)
    {
        if (state != ProtocolState.Open)
        {
            return TickClosing(now, options);
        }

        if (_heard || _wait == Wait.Nothing)
        {
            // Connections that opened together, or all answered one broadcast, would be pinged together ever after. So a
            // silence begins shorter, by each connection's own part of half an interval. What has answered a ping keeps
            // its place from then on: the next one comes a whole interval later.
            int earlier = _wait == Wait.Pong ? 0 : _phase;
            _heard = false;
            Expect(Wait.Silence, now, options.PingInterval);
            _deadline -= Part(options.PingInterval, earlier);
        }

        if (now < _deadline)
        {
            return TickResult.None;
        }

        if (_wait == Wait.Pong)
        {
            return TickResult.PeerLost;
        }

        Expect(Wait.Pong, now, options.PongTimeout);
        return TickResult.PingSent;
    }

    // Of half a time, so many 65,536ths, in milliseconds. Nothing of the infinite time.
    private static long Part(TimeSpan time, int phase) =>
        time == Timeout.InfiniteTimeSpan ? 0 : (long)(time.TotalMilliseconds / 2 * phase / (ushort.MaxValue + 1));

    private TickResult TickClosing(long now, ProtocolOptions options)
    {
        if (_wait != Wait.Close)
        {
            Expect(Wait.Close, now, options.CloseTimeout);
        }

        return now < _deadline ? TickResult.None : TickResult.CloseTimedOut;
    }

    private void Expect(Wait wait, long now, TimeSpan within)
    {
        _wait = wait;
        _deadline = within == Timeout.InfiniteTimeSpan ? long.MaxValue : now + (long)within.TotalMilliseconds;
    }
}

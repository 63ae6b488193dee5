namespace Parley.Protocol;

/// <summary>
/// The deadlines of a connection. It is told the time now and then, and otherwise only that something came, so that
/// receiving needs no clock. A mutable struct: keep it in a field.
/// </summary>
internal struct Keepalive
{
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
            _heard = false;
            Expect(Wait.Silence, now, options.PingInterval);
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

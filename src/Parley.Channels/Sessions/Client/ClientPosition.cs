namespace Parley.Channels;

/// <summary>
/// Up to where a client has been told a group's stream: the reference's section 7. What is told moves it first.
/// </summary>
/// <param name="start">Where it begins; null for whatever is new.</param>
internal sealed class ClientPosition(StreamPosition? start)
{
    private string? _epoch = start?.Epoch;

    // The epoch of the last joined. The position stays in the one before until its gap has come: a connection that is
    // lost in between must not swallow it.
    private string? _next;
    private long? _after = start?.Offset;

    // Where the group stood when everything was asked for. Until something has come, what was gone by then is no gap.
    private long _floor;

    /// <summary>What a join asks for.</summary>
    public StreamPosition? Asked => _after is { } after ? new StreamPosition(_epoch!, after) : null;

    /// <summary>The position, once there is one.</summary>
    public StreamPosition? Known => _epoch is null ? null : Asked;

    /// <summary>The epoch that what comes now belongs to.</summary>
    public string Epoch => _epoch ?? "";

    public void OnJoined(StreamPosition head)
    {
        if (_after is null)
        {
            _after = head.Offset;
        }
        else if (_epoch is null)
        {
            _floor = head.Offset;
        }

        _next = head.Epoch;
        _epoch ??= _next;
    }

    /// <summary>Whether a message is new. One without a position always is.</summary>
    public bool TryPass(long offset)
    {
        if (_epoch != _next)
        {
            BeginNext();
        }

        // Rule 1: an offset that is not above the position has been told.
        if (offset != 0 && offset <= _after)
        {
            return false;
        }

        _after = offset == 0 ? _after : offset;
        return true;
    }

    /// <summary>What of a gap is news; null if nothing is.</summary>
    public StreamGap? Pass(StreamGap gap)
    {
        // Rule 3.
        if (gap.To is not { } to)
        {
            BeginNext();
            return gap;
        }

        if (to <= _after)
        {
            return null;
        }

        long from = Math.Max(gap.From, (_after > 0 ? _after.Value : _floor) + 1);
        _after = to;
        return from <= to ? gap with { From = from } : null;
    }

    private void BeginNext()
    {
        _epoch = _next;
        _after = _floor = 0;
    }
}

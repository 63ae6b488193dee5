namespace Parley.Channels;

/// <summary>Counts what waits for a room's reader.</summary>
/// <param name="maxEvents">The mark in events.</param>
/// <param name="maxBytes">The mark in bytes.</param>
internal sealed class ClientInbox(int maxEvents, int maxBytes)
{
    // Past the mark the client still reads while it waits for an answer; so far beyond it no more.
    private const int Overflow = 4;

    private long _events;
    private long _bytes;

    public bool IsFull => _events >= maxEvents || _bytes >= maxBytes;

    public bool IsOverflowing => _events >= (long)maxEvents * Overflow || _bytes >= (long)maxBytes * Overflow;

    public bool IsHalfEmpty => _events <= maxEvents / 2 && _bytes <= maxBytes / 2;

    public void Add(SessionEvent told)
    {
        _events++;
        _bytes += told.Size;
    }

    public void Remove(SessionEvent told)
    {
        _events--;
        _bytes -= told.Size;
    }
}

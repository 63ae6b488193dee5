namespace Parley;

/// <summary>
/// A loop's one buffer for what is staged: it belongs to one transport at a time, from its first byte until its flush,
/// so that an idle connection needs no buffer and a burst of answers is one piece.
/// </summary>
internal sealed class Cork
{
    private const int Capacity = 256 * 1024;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
    private int _count;

    /// <summary>Whose bytes are in it, or null.</summary>
    public EpollTransport? Owner { get; private set; }

    public Span<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>How many bytes are staged for a transport.</summary>
    public int CountOf(EpollTransport transport) => Owner == transport ? _count : 0;

    /// <summary>Room for a transport's bytes, if the cork is free or its own, and large enough.</summary>
    public bool TryGetRoom(EpollTransport transport, int size, out Memory<byte> room)
    {
        if ((Owner is not null && Owner != transport) || _count + Math.Max(size, 1) > Capacity)
        {
            room = default;
            return false;
        }

        Owner = transport;
        room = _bytes.AsMemory(_count);
        return true;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity - _count);
        _count += count;
    }

    /// <summary>Empties it if it is a transport's.</summary>
    public void Release(EpollTransport transport)
    {
        if (Owner == transport)
        {
            Owner = null;
            _count = 0;
        }
    }
}

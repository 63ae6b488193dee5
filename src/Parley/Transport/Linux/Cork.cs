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

    /// <summary>Whether there is room for so many of a transport's bytes. If so, the cork is its own from here on.</summary>
    public bool TryTake(EpollTransport transport, int size)
    {
        if (Owner != transport)
        {
            if (Owner is not null)
            {
                return false;
            }

            Owner = transport;
        }

        return Math.Max(size, 1) <= Capacity - _count;
    }

    /// <summary>What has not been written, once it has been taken.</summary>
    public Memory<byte> Room => _bytes.AsMemory(_count);

    /// <inheritdoc cref="Room"/>
    public Span<byte> RoomSpan => _bytes.AsSpan(_count);

    public void Advance(int count)
    {
        if ((uint)count > (uint)(Capacity - _count))
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "More than there was room for.");
        }

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

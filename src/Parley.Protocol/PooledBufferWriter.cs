using System.Buffers;

namespace Parley.Protocol;

/// <summary>
/// A growing buffer whose array comes from the shared pool and goes back as soon as the buffer is emptied: an idle
/// owner holds nothing. Not for use by two threads at once.
/// </summary>
public sealed class PooledBufferWriter : IBufferWriter<byte>, IDisposable
{
    private const int SmallestArray = 256;

    private byte[] _array = [];

    /// <summary>How many bytes have been written.</summary>
    public int WrittenCount { get; private set; }

    /// <summary>What has been written. Valid until the next call of any other member.</summary>
    public Span<byte> WrittenSpan => _array.AsSpan(0, WrittenCount);

    /// <summary>What has been written. Valid until <see cref="Clear"/>, or until writing makes the array grow.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, WrittenCount);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - WrittenCount);
        WrittenCount += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _array.AsMemory(WrittenCount);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _array.AsSpan(WrittenCount);
    }

    /// <summary>Drops bytes from the front, and moves the rest there.</summary>
    /// <param name="count">How many, at most <see cref="WrittenCount"/>.</param>
    public void RemoveFirst(int count)
    {
        if (count == WrittenCount)
        {
            Clear();
            return;
        }

        WrittenSpan[count..].CopyTo(_array);
        WrittenCount -= count;
    }

    /// <summary>Empties the buffer and gives its array back to the pool.</summary>
    public void Clear()
    {
        WrittenCount = 0;
        Replace([]);
    }

    /// <summary>The same as <see cref="Clear"/>; the buffer may be written again.</summary>
    public void Dispose() => Clear();

    private void MakeRoom(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        int needed = checked(WrittenCount + Math.Max(sizeHint, 1));
        if (needed <= _array.Length)
        {
            return;
        }

        int doubled = (int)Math.Min((uint)_array.Length * 2, (uint)Array.MaxLength);
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, doubled), SmallestArray));
        WrittenSpan.CopyTo(larger);
        Replace(larger);
    }

    private void Replace(byte[] array)
    {
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = array;
    }
}

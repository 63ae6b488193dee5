using Parley.Protocol;

namespace Parley;

/// <summary>Bytes that wait to be sent: written at its end, taken from its front.</summary>
internal sealed class OutputQueue
{
    private readonly PooledBufferWriter _bytes = new();
    private int _sent;

    public int Count => _bytes.WrittenCount - _sent;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan[_sent..];

    public Memory<byte> GetRoom(int size)
    {
        // What has been sent is moved out of the way only once it is the larger part: each byte is moved once at most.
        if (_sent > _bytes.WrittenCount / 2)
        {
            _bytes.RemoveFirst(_sent);
            _sent = 0;
        }

        return _bytes.GetMemory(size);
    }

    public void Advance(int count) => _bytes.Advance(count);

    public void RemoveFirst(int count) => _sent += count;

    public void Clear()
    {
        _bytes.Clear();
        _sent = 0;
    }
}

namespace Parley;

/// <summary>
/// The frames that one iteration of a loop has for many connections, one behind the other. Each connection keeps a range
/// of it until the iteration ends, so that what is many messages to read is one piece to send.
/// </summary>
internal sealed class FanOutBuffer
{
    private const int Capacity = 256 * 1024;

    private byte[] _bytes = [];

    /// <summary>Where the next frame will lie.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Count);

    public bool HasRoom(int size) => Count + size <= Capacity;

    public void Add(ReadOnlySpan<byte> frame)
    {
        if (_bytes.Length < Count + frame.Length)
        {
            // No connection refers to the array itself: all of them find the bytes through this object.
            Array.Resize(ref _bytes, Math.Min(Capacity, Math.Max(4096, (Count + frame.Length) * 2)));
        }

        frame.CopyTo(_bytes.AsSpan(Count));
        Count += frame.Length;
    }

    /// <summary>Everybody has sent or copied what it had in here.</summary>
    public void Clear() => Count = 0;
}

namespace Parley.Protocol;

/// <summary>What an inflater reads: a message's compressed bytes as they come, in memory, looking like a stream.</summary>
internal sealed class DeflateSource : Stream
{
    private readonly PooledBufferWriter _bytes = new();

    /// <summary>How many bytes have been read.</summary>
    public int Taken { get; private set; }

    /// <summary>How many bytes are there in all, read or not.</summary>
    public int Count => _bytes.WrittenCount;

    /// <summary>How many bytes at the end are not handed out yet.</summary>
    public int HeldBack { get; set; }

    /// <summary>The most bytes handed out at once, up to <see cref="FineFrom"/>.</summary>
    public int PieceSize { get; set; } = int.MaxValue;

    /// <summary>From where on bytes are handed out one by one.</summary>
    public int FineFrom { get; set; } = int.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Adds bytes behind those that are there.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.GetSpan(bytes.Length));
        _bytes.Advance(bytes.Length);
    }

    /// <summary>Goes on reading at a place, in pieces of any size.</summary>
    public void GoTo(int position)
    {
        Taken = position;
        HeldBack = 0;
        PieceSize = int.MaxValue;
        FineFrom = int.MaxValue;
    }

    /// <summary>Forgets every byte.</summary>
    public void Clear()
    {
        _bytes.Clear();
        GoTo(0);
    }

    public override int Read(Span<byte> buffer)
    {
        int most = Taken >= FineFrom ? 1 : Math.Min(PieceSize, FineFrom - Taken);
        int count = Math.Min(Math.Min(buffer.Length, most), Count - HeldBack - Taken);
        _bytes.WrittenSpan.Slice(Taken, count).CopyTo(buffer);
        Taken += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _bytes.Dispose();
        base.Dispose(disposing);
    }
}

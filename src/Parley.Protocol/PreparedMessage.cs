using System.Buffers;
using System.IO.Compression;

namespace Parley.Protocol;

/// <summary>
/// One message, encoded once as a server's frame, to be sent on any number of connections. Its bytes come from a pool
/// and are counted by reference: whoever keeps it calls <see cref="Retain"/>, and everyone calls <see cref="Release"/>
/// when done, the maker included. Any thread may call any member.
/// </summary>
public sealed class PreparedMessage
{
    private readonly int _headerSize;
    private readonly int _size;
    private readonly Lock _deflating = new();
    private byte[]? _array;
    private PooledBufferWriter? _deflated;
    private int _references = 1;

    /// <summary>Encodes a message.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8, which is not checked. Copied.</param>
    public PreparedMessage(MessageType type, ReadOnlySpan<byte> payload)
    {
        Type = type;
        _headerSize = FrameWriter.HeaderSize(payload.Length, Role.Server);
        _size = _headerSize + payload.Length;
        _array = ArrayPool<byte>.Shared.Rent(_size);
        FrameWriter.WriteHeader(_array, FrameWriter.Final((Opcode)type), payload.Length);
        payload.CopyTo(_array.AsSpan(_headerSize));
    }

    /// <summary>Text or binary.</summary>
    public MessageType Type { get; }

    /// <summary>The whole frame, unmasked. Valid while a reference is held.</summary>
    public ReadOnlySpan<byte> Frame => Bytes.AsSpan(0, _size);

    /// <summary>The payload. Valid while a reference is held.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.AsSpan(_headerSize, _size - _headerSize);

    private byte[] Bytes => _array ?? throw new ObjectDisposedException(nameof(PreparedMessage));

    /// <summary>
    /// The whole frame, compressed on its own (RFC 7692 section 7.1.1.1), or as it is if that is no longer. Made at the
    /// first call, with its level, and kept. Valid while a reference is held.
    /// </summary>
    /// <param name="level">How hard to try.</param>
    public ReadOnlySpan<byte> DeflatedFrame(CompressionLevel level)
    {
        lock (_deflating)
        {
            _deflated ??= Deflate(level);
            return _deflated.WrittenCount < _size ? _deflated.WrittenSpan : Frame;
        }
    }

    /// <summary>Takes a reference. The caller must hold one, or know someone who does.</summary>
    /// <returns>This message.</returns>
    /// <exception cref="ObjectDisposedException">The last reference was released.</exception>
    public PreparedMessage Retain()
    {
        ObjectDisposedException.ThrowIf(Interlocked.Increment(ref _references) <= 1, this);
        return this;
    }

    /// <summary>Gives a reference back. The last one returns the bytes to the pool.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0 && Interlocked.Exchange(ref _array, null) is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
            _deflated?.Dispose();
        }
    }

    private PooledBufferWriter Deflate(CompressionLevel level)
    {
        using var deflater = new MessageDeflater(level, startsAnew: true);
        var frame = new PooledBufferWriter();
        byte first = (byte)(FrameWriter.Final((Opcode)Type) | FrameHeader.CompressedBit);
        FrameWriter.WriteFrame(frame, first, deflater.Deflate(Payload));
        return frame;
    }
}

using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;

namespace Parley.Protocol;

/// <summary>
/// One message, encoded once as a server's frame, to be sent on any number of connections. Its bytes come from a pool
/// and are counted by reference: whoever keeps it calls <see cref="Retain"/>, and everyone calls <see cref="Release"/>
/// when done, the maker included. Any thread may call any member.
/// </summary>
public sealed class PreparedMessage
{
    private const int MaxSpare = 1024;

    private static readonly ConcurrentQueue<PreparedMessage> _spare = new();

    private readonly Lock _deflating = new();
    private int _headerSize;
    private int _size;
    private byte[]? _array;
    private PooledBufferWriter? _deflated;
    private int _references;

    private PreparedMessage()
    {
    }

    /// <summary>Text or binary.</summary>
    public MessageType Type { get; private set; }

    /// <summary>The whole frame, unmasked. Valid while a reference is held.</summary>
    public ReadOnlySpan<byte> Frame => Bytes.AsSpan(0, _size);

    /// <summary>The payload. Valid while a reference is held.</summary>
    public ReadOnlySpan<byte> Payload => Bytes.AsSpan(_headerSize, _size - _headerSize);

    private byte[] Bytes => _array ?? throw new ObjectDisposedException(nameof(PreparedMessage));

    /// <summary>Encodes a message. The caller holds its first reference.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8, which is not checked. Copied.</param>
    public static PreparedMessage Create(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (!_spare.TryDequeue(out PreparedMessage? message))
        {
            message = new PreparedMessage();
        }

        message.Encode(type, payload);
        return message;
    }

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

    /// <summary>
    /// Gives a reference back. The last one returns the bytes and the object to their pools: the message must not be
    /// touched any more, for it may become another one.
    /// </summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0 && Interlocked.Exchange(ref _array, null) is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
            _deflated?.Dispose();
            _deflated = null;
            Keep();
        }
    }

    private void Keep()
    {
        // The count is about right, and so is the bound.
        if (_spare.Count < MaxSpare)
        {
            _spare.Enqueue(this);
        }
    }

    private void Encode(MessageType type, ReadOnlySpan<byte> payload)
    {
        Type = type;
        _headerSize = FrameWriter.HeaderSize(payload.Length, Role.Server);
        _size = _headerSize + payload.Length;
        byte[] array = ArrayPool<byte>.Shared.Rent(_size);
        FrameWriter.WriteHeader(array, FrameWriter.Final((Opcode)type), payload.Length);
        payload.CopyTo(array.AsSpan(_headerSize));
        _array = array;
        _references = 1;
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

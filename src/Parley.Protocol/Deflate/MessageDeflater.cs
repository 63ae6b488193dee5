using System.IO.Compression;

namespace Parley.Protocol;

/// <summary>
/// Compresses the messages that one end of one connection sends (RFC 7692 section 7.2.1). It is never reused for another
/// connection: what is in its window could be read there by a back-reference.
/// </summary>
/// <param name="level">How hard to try.</param>
/// <param name="startsAnew">Whether each message is compressed on its own. Nothing is kept between messages then.</param>
internal sealed class MessageDeflater(CompressionLevel level, bool startsAnew) : IDisposable
{
    private const int TailLength = 4;

    private DeflateSink? _sink;
    private DeflateStream? _stream;

    /// <summary>How hard it tries.</summary>
    public CompressionLevel Level => level;

    /// <summary>Whether each message is compressed on its own.</summary>
    public bool StartsAnew => startsAnew;

    /// <summary>Compresses a message.</summary>
    /// <param name="payload">The message, not empty.</param>
    /// <returns>The compressed bytes, valid until <see cref="Release"/>.</returns>
    public ReadOnlySpan<byte> Deflate(ReadOnlySpan<byte> payload)
    {
        _sink ??= new DeflateSink();
        _stream ??= new DeflateStream(_sink, level, leaveOpen: true);
        _stream.Write(payload);

        // RFC 7692 section 7.2.1: a flush ends with an empty block, 00 00 FF FF, which is taken off.
        _stream.Flush();
        return _sink.Buffer.WrittenSpan[..^TailLength];
    }

    /// <summary>Gives the compressed bytes back to the pool, and ends the context unless it is kept. After each message.</summary>
    public void Release()
    {
        if (startsAnew)
        {
            // Ending the stream writes a last block, which nobody needs.
            _stream!.Dispose();
            _stream = null;
        }

        _sink!.Buffer.Clear();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _sink?.Dispose();
    }
}

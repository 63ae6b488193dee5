using System.IO.Compression;

namespace Parley.Protocol;

/// <summary>
/// Decompresses the messages that one connection receives, as their bytes come (RFC 7692 section 7.2.2). It is never
/// reused for another connection.
/// </summary>
/// <remarks>
/// A message may hold blocks that say they are the last (BFINAL), and further ones behind them. The framework's inflater
/// stops after such a block, and what it had read beyond it is lost. That shows at the message's end, where the inflater
/// leaves bytes untouched: the block's end is then looked for, and a fresh inflater goes on behind it. It doesn't know
/// what was before; a peer that ends its blocks has a fresh compressor as well.
/// </remarks>
/// <param name="startsAnew">Whether the peer compresses each message on its own.</param>
internal sealed class MessageInflater(bool startsAnew) : IDisposable
{
    // Each costs a search and an inflater; no peer known writes more than one.
    private const int MaxFinalBlocks = 16;
    private const int SearchPiece = 1024;

    private readonly DeflateSource _source = new();
    private DeflateStream? _stream;
    private int _start;
    private int _finalBlocks;
    private bool _isComplete;

    // RFC 7692 section 7.2.2: what the sender took off.
    private static ReadOnlySpan<byte> Tail => [0x00, 0x00, 0xFF, 0xFF];

    /// <summary>Adds compressed bytes.</summary>
    public void Add(ReadOnlySpan<byte> compressed) => _source.Add(compressed);

    /// <summary>Tells that the whole message has been added.</summary>
    /// <returns>False if there was nothing: even an empty message has a block.</returns>
    public bool TryComplete()
    {
        _isComplete = _source.Count > 0;
        if (_isComplete)
        {
            _source.Add(Tail);
        }

        return _isComplete;
    }

    /// <summary>Decompresses as much as there is room for.</summary>
    /// <param name="destination">The room, not empty.</param>
    /// <returns>How much there was; 0 when all that has been added is decompressed.</returns>
    /// <exception cref="InvalidDataException">The bytes are no deflate stream.</exception>
    public int Read(Span<byte> destination)
    {
        _stream ??= new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
        int count = _stream.Read(destination);
        while (count == 0 && _isComplete && _source.Taken < _source.Count)
        {
            GoOn();
            count = _stream.Read(destination);
        }

        return count;
    }

    /// <summary>Forgets the message's bytes, and the context unless it is kept. After every message, good or not.</summary>
    public void Release()
    {
        // After a final block the context has ended.
        if (startsAnew || _finalBlocks > 0)
        {
            _stream?.Dispose();
            _stream = null;
        }

        _source.Clear();
        (_start, _finalBlocks, _isComplete) = (0, 0, false);
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _source.Dispose();
    }

    // The tail is handed out alone: what is left untouched then shows that a final block came before it.
    private void GoOn()
    {
        if (_source.HeldBack > 0)
        {
            _source.HeldBack = 0;
        }
        else
        {
            GoOnBehindFinalBlock();
        }
    }

    private void GoOnBehindFinalBlock()
    {
        if (++_finalBlocks > MaxFinalBlocks)
        {
            throw new InvalidDataException();
        }

        // First to within a piece, then to the byte. Each search is a fresh inflater's, from the start.
        int end = FindEnd(fineFrom: int.MaxValue);
        _start = FindEnd(fineFrom: Math.Max(_start, end - SearchPiece));
        _stream!.Dispose();
        _source.GoTo(_start);

        // A final block may have ended inside the tail.
        _source.HeldBack = Math.Min(Tail.Length, _source.Count - _start);
        _stream = new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
    }

    // How many bytes an inflater takes before it asks for no more.
    private int FindEnd(int fineFrom)
    {
        _source.GoTo(_start);
        _source.PieceSize = SearchPiece;
        _source.FineFrom = fineFrom;
        using var search = new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
        Span<byte> ignored = stackalloc byte[4096];
        while (search.Read(ignored) > 0)
        {
        }

        return _source.Taken;
    }
}

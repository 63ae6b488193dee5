namespace Parley.Protocol;

/// <summary>The message being received, when it does not come as one frame in one piece: its rules and its bytes.</summary>
internal sealed class MessageAssembler(ProtocolOptions options, MessageInflater? inflater) : IDisposable
{
    private const int BytesPerExtraFragment = 64;
    private const int InflatedPiece = 4096;

    private readonly PooledBufferWriter _buffer = new();
    private Utf8Validator _utf8;
    private long _length;
    private long _fragments;
    private int _inflated;

    public MessageType Type { get; private set; }

    public bool IsCompressed { get; private set; }

    /// <summary>The message; if it is handed out in parts, what its last piece was inflated to.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.WrittenSpan;

    // What compression adds to a message that does not compress; more is no honest compressor's.
    private long MaxLength => IsCompressed
        ? options.MaxMessageSize + (options.MaxMessageSize / 64L) + 1024
        : options.MaxMessageSize;

    /// <summary>Begins a message.</summary>
    public void Start(MessageType type, bool isCompressed)
    {
        Type = type;
        IsCompressed = isCompressed;
        _buffer.Clear();
        _utf8.Reset();
        _length = 0;
        _fragments = 0;
        _inflated = 0;
    }

    /// <summary>Counts a further frame of the message against the limits, before any of its payload is taken.</summary>
    public ProtocolError? AddFrame(ulong payloadLength)
    {
        if (payloadLength > (ulong)(MaxLength - _length))
        {
            return TooBig(options);
        }

        _fragments++;
        bool tooMany = _fragments > options.MaxFragments + (_length / BytesPerExtraFragment);
        _length += (long)payloadLength;
        return tooMany
            ? new ProtocolError(CloseCode.PolicyViolation, "the message comes in too many fragments")
            : null;
    }

    /// <summary>Takes the next bytes of the message, and keeps them if it is to be handed out whole.</summary>
    public ProtocolError? Append(ReadOnlySpan<byte> piece)
    {
        if (IsCompressed)
        {
            inflater!.Add(piece);
            return Inflate();
        }

        if (CheckText(piece) is { } error)
        {
            return error;
        }

        if (options.Delivery == MessageDelivery.Whole && !piece.IsEmpty)
        {
            piece.CopyTo(_buffer.GetSpan(piece.Length));
            _buffer.Advance(piece.Length);
        }

        return null;
    }

    /// <summary>Checks that the message may end here.</summary>
    public ProtocolError? Finish()
    {
        ProtocolError? error = IsCompressed ? FinishInflating() : null;
        return error ?? (Type == MessageType.Text && !_utf8.IsComplete ? NotUtf8 : null);
    }

    /// <summary>Gives the bytes that were handed out back to the pool.</summary>
    public void ReleaseBytes() => _buffer.Clear();

    /// <summary>Gives up the message.</summary>
    public void Abandon()
    {
        _buffer.Clear();
        inflater?.Release();
    }

    public void Dispose()
    {
        _buffer.Dispose();
        inflater?.Dispose();
    }

    public static ProtocolError NotUtf8 { get; } =
        new(CloseCode.InvalidPayloadData, "a text message must be UTF-8");

    public static ProtocolError TooBig(ProtocolOptions options) =>
        new(CloseCode.MessageTooBig, $"a message may hold {options.MaxMessageSize} bytes at most");

    // RFC 6455 section 8.1: text that is not UTF-8 fails the connection, here at its first impossible byte.
    private ProtocolError? CheckText(ReadOnlySpan<byte> piece) =>
        Type == MessageType.Text && !_utf8.Append(piece) ? NotUtf8 : null;

    private ProtocolError? FinishInflating()
    {
        ProtocolError? error = inflater!.TryComplete() ? Inflate() : NotDeflated;
        inflater.Release();
        return error;
    }

    // Never further than the limit, so that a small message can't become a large one in memory.
    private ProtocolError? Inflate()
    {
        try
        {
            while (_inflated < options.MaxMessageSize)
            {
                int room = Math.Min(options.MaxMessageSize - _inflated, InflatedPiece);
                Span<byte> destination = _buffer.GetSpan(room)[..room];
                int count = inflater!.Read(destination);
                if (count == 0)
                {
                    return null;
                }

                if (CheckText(destination[..count]) is { } error)
                {
                    return error;
                }

                _buffer.Advance(count);
                _inflated += count;
            }

            Span<byte> excess = stackalloc byte[1];
            return inflater!.Read(excess) > 0 ? TooBig(options) : null;
        }
        catch (InvalidDataException)
        {
            return NotDeflated;
        }
    }

    private static ProtocolError NotDeflated { get; } =
        new(CloseCode.InvalidPayloadData, "a compressed message must be a deflate stream");
}

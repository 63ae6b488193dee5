namespace Parley.Protocol;

/// <summary>The message being received, when it does not come as one frame in one piece: its rules and its bytes.</summary>
internal sealed class MessageAssembler(ProtocolOptions options) : IDisposable
{
    private const int BytesPerExtraFragment = 64;

    private readonly PooledBufferWriter _buffer = new();
    private Utf8Validator _utf8;
    private long _length;
    private long _fragments;

    public MessageType Type { get; private set; }

    public ReadOnlySpan<byte> Bytes => _buffer.WrittenSpan;

    /// <summary>Begins a message.</summary>
    public void Start(MessageType type)
    {
        Type = type;
        _buffer.Clear();
        _utf8.Reset();
        _length = 0;
        _fragments = 0;
    }

    /// <summary>Counts a further frame of the message against the limits, before any of its payload is taken.</summary>
    public ProtocolError? AddFrame(ulong payloadLength)
    {
        if (payloadLength > (ulong)(options.MaxMessageSize - _length))
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
        // RFC 6455 section 8.1: text that is not UTF-8 fails the connection, here at its first impossible byte.
        if (Type == MessageType.Text && !_utf8.Append(piece))
        {
            return NotUtf8;
        }

        if (options.Delivery == MessageDelivery.Whole && !piece.IsEmpty)
        {
            piece.CopyTo(_buffer.GetSpan(piece.Length));
            _buffer.Advance(piece.Length);
        }

        return null;
    }

    /// <summary>Checks that the message may end here.</summary>
    public ProtocolError? Finish() => Type == MessageType.Text && !_utf8.IsComplete ? NotUtf8 : null;

    public void Dispose() => _buffer.Dispose();

    /// <summary>Gives the message's bytes back to the pool.</summary>
    public void Release() => _buffer.Clear();

    public static ProtocolError NotUtf8 { get; } =
        new(CloseCode.InvalidPayloadData, "a text message must be UTF-8");

    public static ProtocolError TooBig(ProtocolOptions options) =>
        new(CloseCode.MessageTooBig, $"a message may hold {options.MaxMessageSize} bytes at most");
}

namespace Parley.Protocol;

/// <summary>The frame whose payload is being received. A mutable struct: keep it in a field.</summary>
internal struct FrameProgress
{
    private readonly bool _isMasked;
    private uint _maskingKey;

    public FrameProgress(in FrameHeader header)
    {
        Opcode = header.Opcode;
        IsFinal = header.IsFinal;
        IsCompressed = header.ReservedBits == FrameHeader.CompressedBit;
        Remaining = header.PayloadLength;
        IsActive = true;
        IsUntouched = true;
        _isMasked = header.IsMasked;
        _maskingKey = header.MaskingKey;
    }

    public Opcode Opcode { get; }

    public bool IsFinal { get; }

    /// <summary>Whether a compressed message starts with this frame (RFC 7692 section 6).</summary>
    public bool IsCompressed { get; }

    /// <summary>Whether the frame's header has come and its end has not been dealt with.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether none of the payload has been taken yet.</summary>
    public bool IsUntouched { get; private set; }

    /// <summary>How many bytes of the payload are still to come.</summary>
    public ulong Remaining { get; private set; }

    /// <summary>Takes what is there of the payload off the input, and unmasks it in place.</summary>
    public Span<byte> Take(scoped ref Span<byte> input)
    {
        Span<byte> piece = Skip(ref input);
        if (_isMasked)
        {
            _maskingKey = Masking.Apply(piece, _maskingKey);
        }

        IsUntouched = false;
        return piece;
    }

    /// <summary>Takes what is there of the payload off the input, and leaves it as it is.</summary>
    public Span<byte> Skip(scoped ref Span<byte> input)
    {
        int count = (int)Math.Min((ulong)input.Length, Remaining);
        Span<byte> piece = input[..count];
        input = input[count..];
        Remaining -= (ulong)count;
        return piece;
    }

    public void End() => IsActive = false;
}

using System.Buffers;

namespace Parley.Protocol;

/// <summary>
/// The sending half of a <see cref="WebSocketProtocol"/>: frames, masks, and the slot where a pong waits. A mutable
/// struct: keep it in a field.
/// </summary>
internal struct ProtocolSender(Role role, DeflateOptions? options, DeflateParameters? deflate)
{
    private readonly MessageDeflater? _deflater = deflate?.CanCompress(role) == true
        ? new MessageDeflater((options ?? new DeflateOptions()).Level, deflate.StartsAnew(role))
        : null;

    private readonly int _threshold = Math.Max(1, options?.Threshold ?? 1);
    private MessageProgress _progress;
    private PooledBufferWriter? _waitingPong;
    private bool _isPaused;
    private bool _pongWaits;

    public readonly Role Role => role;

    /// <summary>Whether a message has been begun and not ended.</summary>
    public readonly bool IsInMessage => _progress == MessageProgress.Inside;

    /// <summary>How far the connection is in its life. Both halves move it on.</summary>
    public ProtocolState State { get; set; }

    public bool SendsPreparedFrames =>
        role == Role.Server && _deflater is null && _progress == MessageProgress.Between && State == ProtocolState.Open;

    public void Send(MessageType type, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckProgress(MessageProgress.Between);
        if (_deflater is null || payload.Length < _threshold)
        {
            WriteFrame(FrameWriter.Final((Opcode)type), payload, output);
        }
        else
        {
            SendDeflated(type, payload, _deflater, output);
        }
    }

    public void Send(PreparedMessage message, IBufferWriter<byte> output)
    {
        CheckProgress(MessageProgress.Between);
        bool isLarge = _deflater is not null && message.Payload.Length >= _threshold;

        // What holds for one connection only, a mask or a window, can't have been prepared for many.
        if (role == Role.Client || (isLarge && !_deflater!.StartsAnew))
        {
            Send(message.Type, message.Payload, output);
        }
        else
        {
            output.Write(isLarge ? message.DeflatedFrame(_deflater!.Level) : message.Frame);
        }
    }

    public void Begin(MessageType type, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckProgress(MessageProgress.Between);
        WriteFrame(FrameWriter.NotFinal((Opcode)type), payload, output);
        _progress = MessageProgress.Inside;
    }

    public void Continue(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckProgress(MessageProgress.Inside);
        WriteFrame(FrameWriter.NotFinal(Opcode.Continuation), payload, output);
    }

    public void End(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckProgress(MessageProgress.Inside);
        WriteFrame(FrameWriter.Final(Opcode.Continuation), payload, output);
        _progress = MessageProgress.Between;
    }

    public void SendControl(Opcode opcode, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        if (payload.Length > FrameHeaderRules.MaxControlPayload)
        {
            throw new ArgumentException(
                $"A control frame holds {FrameHeaderRules.MaxControlPayload} bytes at most.", nameof(payload));
        }

        WriteFrame(FrameWriter.Final(opcode), payload, output);
    }

    public void SendClose(CloseCode code, string reason, IBufferWriter<byte> output)
    {
        Span<byte> payload = stackalloc byte[FrameHeaderRules.MaxControlPayload];
        int length = ClosePayload.Write(payload, code, reason);
        if (State == ProtocolState.Open)
        {
            SendControl(Opcode.Close, payload[..length], output);
            State = ProtocolState.CloseSent;
        }
    }

    public void AnswerPing(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        if (State != ProtocolState.Open)
        {
            return;
        }

        if (!_isPaused)
        {
            SendControl(Opcode.Pong, payload, output);
            return;
        }

        // RFC 6455 section 5.5.3: of several pings, only the latest need be answered.
        _waitingPong ??= new PooledBufferWriter();
        _waitingPong.Clear();
        _waitingPong.Write(payload);
        _pongWaits = true;
    }

    public void PauseOutput() => _isPaused = true;

    public void ResumeOutput(IBufferWriter<byte> output)
    {
        _isPaused = false;
        if (!_pongWaits)
        {
            return;
        }

        _pongWaits = false;
        AnswerPing(_waitingPong!.WrittenSpan, output);
        _waitingPong.Clear();
    }

    public void Dispose()
    {
        _waitingPong?.Dispose();
        _deflater?.Dispose();
    }

    private void SendDeflated(
        MessageType type, ReadOnlySpan<byte> payload, MessageDeflater deflater, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> deflated = deflater.Deflate(payload);

        // RFC 7692 section 6: any message may go uncompressed. One that is part of the context can't any more.
        bool isWorthIt = !deflater.StartsAnew || deflated.Length < payload.Length;
        byte first = FrameWriter.Final((Opcode)type);
        WriteFrame(
            isWorthIt ? (byte)(first | FrameHeader.CompressedBit) : first, isWorthIt ? deflated : payload, output);
        deflater.Release();
    }

    private void WriteFrame(byte firstByte, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        // RFC 6455 section 5.1: a client masks every frame, with a key that can't be foreseen (section 5.3).
        if (role == Role.Client)
        {
            FrameWriter.WriteFrame(output, firstByte, payload, MaskingKeys.Next());
        }
        else
        {
            FrameWriter.WriteFrame(output, firstByte, payload);
        }
    }

    private void CheckProgress(MessageProgress expected)
    {
        if (_progress != expected)
        {
            throw new InvalidOperationException(expected == MessageProgress.Between
                ? "A message has been begun and must be ended first."
                : "No message has been begun.");
        }
    }
}

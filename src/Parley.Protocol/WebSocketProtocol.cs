using System.Buffers;
using System.Text.Unicode;

namespace Parley.Protocol;

/// <summary>
/// One WebSocket connection after its opening handshake, without I/O: bytes go in, events come out, and what is to be
/// sent is written to a buffer that the caller owns (RFC 6455 sections 5 to 8). Not for use by two threads at once.
/// </summary>
/// <remarks>
/// A message that comes as one frame within one input is unmasked where it lies and handed out as a slice of the input,
/// without a copy or an allocation. Only a message that comes in pieces rents a buffer; an idle connection holds none.
/// </remarks>
public sealed class WebSocketProtocol : IDisposable
{
    private readonly ProtocolOptions _options;
    private readonly ProtocolSender _sender;
    private FrameHeaderSpill _spill;
    private FrameProgress _frame;
    private Keepalive _keepalive;
    private MessageProgress _progress;
    private MessageAssembler? _message;
    private PooledBufferWriter? _control;
    private bool _holdsDelivered;

    /// <summary>Starts a connection that has just been opened.</summary>
    /// <param name="role">Which end this is.</param>
    /// <param name="options">Limits and deadlines.</param>
    public WebSocketProtocol(Role role, ProtocolOptions options)
    {
        Role = role;
        _options = options;
        _sender = new ProtocolSender(role);
    }

    /// <summary>Which end this is.</summary>
    public Role Role { get; }

    /// <summary>How far the connection is in its life.</summary>
    public ProtocolState State { get; private set; }

    /// <summary>
    /// Whether the caller has stopped reading: the peer's silence then counts for nothing, and no deadline of the
    /// keepalive passes.
    /// </summary>
    public bool IsReadingPaused { get; set; }

    /// <summary>Takes bytes from the input until something happened.</summary>
    /// <param name="input">
    /// What was received; it is unmasked in place. On return, what has not been taken. Call again with it until the
    /// method returns false: then all of it has been taken.
    /// </param>
    /// <param name="output">Where answers are written: pongs, and the Close frame that ends the connection.</param>
    /// <param name="received">What happened. Its payload is valid until the next call.</param>
    /// <returns>Whether something happened.</returns>
    public bool TryReceive(scoped ref Span<byte> input, IBufferWriter<byte> output, out ReceivedEvent received)
    {
        ReleaseDelivered();
        if (!input.IsEmpty)
        {
            _keepalive.Heard();
        }

        ReceivedEvent next = default;
        bool happened = TryReceiveFrames(ref input, output, ref next);
        received = next;
        return happened;
    }

    /// <summary>Writes a whole message as one frame.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8, which is not checked. Copied.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="InvalidOperationException">The connection is closing, or a message has been begun.</exception>
    public void Send(MessageType type, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _sender.Send(type, payload, output);
    }

    /// <summary>Writes the first fragment of a message (RFC 6455 section 5.4).</summary>
    /// <inheritdoc cref="Send"/>
    public void BeginMessage(MessageType type, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _sender.Begin(type, payload, output);
    }

    /// <summary>Writes a fragment that neither begins nor ends its message.</summary>
    /// <param name="payload">The bytes. Copied.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="InvalidOperationException">The connection is closing, or no message was begun.</exception>
    public void ContinueMessage(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _sender.Continue(payload, output);
    }

    /// <summary>Writes the last fragment of a message.</summary>
    /// <inheritdoc cref="ContinueMessage"/>
    public void EndMessage(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _sender.End(payload, output);
    }

    /// <summary>Writes a ping (RFC 6455 section 5.5.2). It may stand between a message's fragments.</summary>
    /// <param name="payload">At most 125 bytes, which the pong brings back.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="ArgumentException">The payload is longer than 125 bytes.</exception>
    /// <exception cref="InvalidOperationException">The connection is closing.</exception>
    public void SendPing(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _sender.SendControl(Opcode.Ping, payload, output);
    }

    /// <summary>Writes a pong that nobody asked for (RFC 6455 section 5.5.3). Pings are answered without it.</summary>
    /// <inheritdoc cref="SendPing"/>
    public void SendPong(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _sender.SendControl(Opcode.Pong, payload, output);
    }

    /// <summary>Starts the close handshake (RFC 6455 section 7.1.2). Does nothing if it has been started.</summary>
    /// <param name="code">1000-1003, 1007-1014 or 3000-4999.</param>
    /// <param name="reason">For people and logs: at most 123 bytes of UTF-8.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="ArgumentException">The code or the reason can't be sent.</exception>
    public void SendClose(CloseCode code, string reason, IBufferWriter<byte> output)
    {
        Span<byte> payload = stackalloc byte[FrameHeaderRules.MaxControlPayload];
        int length = ClosePayload.Write(payload, code, reason);
        if (State == ProtocolState.Open)
        {
            _sender.SendControl(Opcode.Close, payload[..length], output);
            State = ProtocolState.CloseSent;
        }
    }

    /// <summary>
    /// Tells that what is written waits for a peer that does not read. Until <see cref="ResumeOutput"/> only the answer
    /// to the latest ping is kept (RFC 6455 section 5.5.3), so that a flood of pings can't pile up pongs.
    /// </summary>
    public void PauseOutput() => _sender.PauseOutput();

    /// <summary>Tells that output flows again, and writes the pong that waited, if any.</summary>
    /// <param name="output">Where to write.</param>
    public void ResumeOutput(IBufferWriter<byte> output) => _sender.ResumeOutput(output, State);

    /// <summary>Tells the time, so that deadlines pass. Call it about once a second.</summary>
    /// <param name="now">Milliseconds since any fixed moment, never falling.</param>
    /// <param name="output">Where a ping may be written.</param>
    /// <returns>What happened. After a deadline passed, the caller should drop the connection.</returns>
    public TickResult OnTick(long now, IBufferWriter<byte> output)
    {
        if (IsReadingPaused)
        {
            _keepalive.Heard();
        }

        TickResult result = _keepalive.Tick(now, _options, State);
        if (result == TickResult.PingSent)
        {
            _sender.SendControl(Opcode.Ping, [], output);
        }

        return result;
    }

    /// <summary>Gives every buffer back to the pool.</summary>
    public void Dispose()
    {
        _message?.Dispose();
        _control?.Dispose();
        _sender.Dispose();
    }

    private bool TryReceiveFrames(scoped ref Span<byte> input, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        while (State is ProtocolState.Open or ProtocolState.CloseSent)
        {
            if (!_frame.IsActive && !TryBeginFrame(ref input, output, ref received))
            {
                return State == ProtocolState.Failed;
            }

            if (TryReceivePayload(ref input, output, ref received))
            {
                return true;
            }

            if (_frame.IsActive)
            {
                return false;
            }
        }

        DropUntilClose(ref input);
        return false;
    }

    private bool TryBeginFrame(scoped ref Span<byte> input, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        if (!TryReadHeader(ref input, out FrameHeader header))
        {
            return false;
        }

        _frame = new FrameProgress(header);
        ProtocolError? error = FrameHeaderRules.Check(header, Role, _progress) ?? CheckLimits(header);
        if (error is null)
        {
            return true;
        }

        Fail(error, output, ref received);
        return false;
    }

    private bool TryReadHeader(scoped ref Span<byte> input, out FrameHeader header)
    {
        if (_spill.IsEmpty && FrameHeader.TryRead(input, out header, out int size))
        {
            input = input[size..];
            return true;
        }

        return _spill.TryComplete(ref input, out header);
    }

    // At the header: nothing is allocated for a length that is only claimed.
    private ProtocolError? CheckLimits(in FrameHeader header)
    {
        if (header.Opcode.IsControl)
        {
            return null;
        }

        if (_progress == MessageProgress.Between)
        {
            if (header.IsFinal)
            {
                return header.PayloadLength > (ulong)_options.MaxMessageSize ? MessageAssembler.TooBig(_options) : null;
            }

            _message ??= new MessageAssembler(_options);
            _message.Start((MessageType)header.Opcode);
            _progress = MessageProgress.Inside;
        }

        return _message!.AddFrame(header.PayloadLength);
    }

    private bool TryReceivePayload(scoped ref Span<byte> input, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        if (_frame.Opcode.IsControl)
        {
            return TryReceiveControl(ref input, output, ref received);
        }

        bool isWhole = _progress == MessageProgress.Between && _frame.IsUntouched
            && _frame.Remaining <= (ulong)input.Length;
        return isWhole
            ? ReceiveWhole(ref input, output, ref received)
            : TryReceivePiece(ref input, output, ref received);
    }

    private bool ReceiveWhole(scoped ref Span<byte> input, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        var type = (MessageType)_frame.Opcode;
        ReadOnlySpan<byte> payload = _frame.Take(ref input);
        if (type == MessageType.Text && !Utf8.IsValid(payload))
        {
            return Fail(MessageAssembler.NotUtf8, output, ref received);
        }

        _frame.End();
        return Deliver(ReceivedEventKind.Message, type, payload, ref received);
    }

    private bool TryReceivePiece(scoped ref Span<byte> input, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        // A message in one frame that is arriving in pieces; one in fragments was started at its header.
        if (_progress == MessageProgress.Between && _frame.IsUntouched && !input.IsEmpty)
        {
            _message ??= new MessageAssembler(_options);
            _message.Start((MessageType)_frame.Opcode);
        }

        if (_frame.Remaining > 0 && input.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<byte> piece = _frame.Take(ref input);
        bool frameEnds = _frame.Remaining == 0;
        bool messageEnds = frameEnds && _frame.IsFinal;
        ProtocolError? error = _message!.Append(piece) ?? (messageEnds ? _message.Finish() : null);
        if (error is not null)
        {
            return Fail(error, output, ref received);
        }

        if (frameEnds)
        {
            _frame.End();
        }

        return messageEnds ? EndMessage(piece, ref received) : DeliverPart(piece, ref received);
    }

    private bool EndMessage(ReadOnlySpan<byte> lastPiece, scoped ref ReceivedEvent received)
    {
        _progress = MessageProgress.Between;
        _holdsDelivered = true;
        return _options.Delivery == MessageDelivery.Whole
            ? Deliver(ReceivedEventKind.Message, _message!.Type, _message.Bytes, ref received)
            : Deliver(ReceivedEventKind.LastPart, _message!.Type, lastPiece, ref received);
    }

    private bool DeliverPart(ReadOnlySpan<byte> piece, scoped ref ReceivedEvent received) =>
        _options.Delivery == MessageDelivery.Parts && !piece.IsEmpty
        && Deliver(ReceivedEventKind.Part, _message!.Type, piece, ref received);

    // RFC 6455 section 1.4: after our Close frame, what the peer still sends is of no interest.
    private bool Deliver(
        ReceivedEventKind kind, MessageType type, ReadOnlySpan<byte> payload, scoped ref ReceivedEvent received)
    {
        received = ReceivedEvent.Data(kind, type, payload);
        return State == ProtocolState.Open;
    }

    private bool TryReceiveControl(scoped ref Span<byte> input, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        bool isWhole = _frame.IsUntouched && _frame.Remaining <= (ulong)input.Length;
        ReadOnlySpan<byte> payload = _frame.Take(ref input);
        if (!isWhole)
        {
            _control ??= new PooledBufferWriter();
            _control.Write(payload);
            if (_frame.Remaining > 0)
            {
                return false;
            }

            payload = _control.WrittenSpan;
            _holdsDelivered = true;
        }

        _frame.End();
        return ReceiveControl(payload, output, ref received);
    }

    private bool ReceiveControl(ReadOnlySpan<byte> payload, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        switch (_frame.Opcode)
        {
            case Opcode.Ping:
                // RFC 6455 section 5.5.2: a ping is answered as soon as is practical.
                _sender.AnswerPing(payload, output, State);
                received = ReceivedEvent.Control(ReceivedEventKind.Ping, payload);
                return true;
            case Opcode.Pong:
                received = ReceivedEvent.Control(ReceivedEventKind.Pong, payload);
                return true;
            default:
                return ReceiveClose(payload, output, ref received);
        }
    }

    private bool ReceiveClose(ReadOnlySpan<byte> payload, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        if (ClosePayload.Read(payload, out CloseCode code) is { } error)
        {
            Fail(error, output, ref received);
            State = ProtocolState.Closed;
            return true;
        }

        // RFC 6455 section 5.5.1: the first Close frame is answered, with the code it holds.
        if (State == ProtocolState.Open)
        {
            _sender.SendControl(Opcode.Close, payload.Length < 2 ? [] : payload[..2], output);
        }

        State = ProtocolState.Closed;
        received = ReceivedEvent.Closed(code, payload.Length < 2 ? [] : payload[2..]);
        return true;
    }

    // RFC 6455 section 7.1.7. Events that came before have been handed out, and their answers written before this.
    private bool Fail(ProtocolError error, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        SendClose(error.Code, error.Reason, output);
        State = ProtocolState.Failed;
        _message?.Release();
        received = ReceivedEvent.Failed(error);
        return true;
    }

    // After a failure frames are only stepped over, to see the peer's Close frame and know that it has heard.
    private void DropUntilClose(scoped ref Span<byte> input)
    {
        while (State == ProtocolState.Failed)
        {
            _frame.Skip(ref input);
            if (_frame.Remaining > 0 || !TryReadHeader(ref input, out FrameHeader header))
            {
                return;
            }

            _frame = new FrameProgress(header);
            if (header.Opcode == Opcode.Close)
            {
                State = ProtocolState.Closed;
            }
        }

        input = default;
    }

    private void ReleaseDelivered()
    {
        if (_holdsDelivered)
        {
            _holdsDelivered = false;
            _message?.Release();
            _control?.Clear();
        }
    }

    private void CheckOpen()
    {
        if (State != ProtocolState.Open)
        {
            throw new InvalidOperationException("The connection is closing; no more can be sent.");
        }
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;

namespace Parley.Protocol;

/// <summary>
/// The receiving half of a <see cref="WebSocketProtocol"/>: from bytes to events. It holds the sending half, since much
/// of what comes is answered. A mutable struct: keep it in a field.
/// </summary>
internal struct ProtocolReceiver(Role role, ProtocolOptions options, DeflateParameters? deflate)
{
    private ProtocolSender _sender = new(role, options.Deflate, deflate);
    private MessageAssembler? _message;
    private PooledBufferWriter? _control;
    private FrameHeaderSpill _spill;
    private FrameProgress _frame;
    private MessageProgress _progress;
    private bool _holdsDelivered;

    public readonly ProtocolOptions Options => options;

    /// <summary>The sending half.</summary>
    [UnscopedRef]
    public ref ProtocolSender Sender => ref _sender;

    private readonly byte ExtensionBits => deflate is null ? (byte)0 : FrameHeader.CompressedBit;

    /// <summary>Takes bytes from the input until something happened, or all of it has been taken.</summary>
    public bool TryReceive(scoped ref Span<byte> input, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        ReleaseDelivered();
        while (_sender.State is ProtocolState.Open or ProtocolState.CloseSent)
        {
            if (!_frame.IsActive && !TryBeginFrame(ref input, output, ref received))
            {
                return _sender.State == ProtocolState.Failed;
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

    public readonly void Dispose()
    {
        _sender.Dispose();
        _message?.Dispose();
        _control?.Dispose();
    }

    private bool TryBeginFrame(scoped ref Span<byte> input, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        if (!TryReadHeader(ref input, out FrameHeader header))
        {
            return false;
        }

        _frame = new FrameProgress(header);
        ProtocolError? error = FrameHeaderRules.Check(header, _sender.Role, _progress, ExtensionBits)
            ?? CheckLimits(header);
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
            if (header.IsFinal && !_frame.IsCompressed)
            {
                return header.PayloadLength > (ulong)options.MaxMessageSize ? MessageAssembler.TooBig(options) : null;
            }

            StartMessage();
            _progress = header.IsFinal ? MessageProgress.Between : MessageProgress.Inside;
        }

        return _message!.AddFrame(header.PayloadLength);
    }

    private void StartMessage()
    {
        _message ??= new MessageAssembler(options, MakeInflater());
        _message.Start((MessageType)_frame.Opcode, _frame.IsCompressed);
    }

    private MessageInflater? MakeInflater() =>
        deflate is null ? null : new MessageInflater(deflate.StartsAnew(_sender.Role == Role.Server ? Role.Client : Role.Server));

    private bool TryReceivePayload(scoped ref Span<byte> input, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        if (_frame.Opcode.IsControl)
        {
            return TryReceiveControl(ref input, output, ref received);
        }

        bool isWhole = _progress == MessageProgress.Between && _frame is { IsUntouched: true, IsCompressed: false }
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
        if (_frame.Remaining > 0 && input.IsEmpty)
        {
            return false;
        }

        // A message in one frame that is arriving in pieces. One in fragments, or compressed, was started at its header.
        if (_progress == MessageProgress.Between && _frame is { IsUntouched: true, IsCompressed: false })
        {
            StartMessage();
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
        return options.Delivery == MessageDelivery.Whole
            ? Deliver(ReceivedEventKind.Message, _message!.Type, _message.Bytes, ref received)
            : Deliver(ReceivedEventKind.LastPart, _message!.Type, PartOf(lastPiece), ref received);
    }

    private bool DeliverPart(ReadOnlySpan<byte> piece, scoped ref ReceivedEvent received)
    {
        if (options.Delivery == MessageDelivery.Whole)
        {
            return false;
        }

        ReadOnlySpan<byte> part = PartOf(piece);
        _holdsDelivered = true;
        return !part.IsEmpty && Deliver(ReceivedEventKind.Part, _message!.Type, part, ref received);
    }

    private ReadOnlySpan<byte> PartOf(ReadOnlySpan<byte> piece) => _message!.IsCompressed ? _message.Bytes : piece;

    // RFC 6455 section 1.4: after our Close frame, what the peer still sends is of no interest.
    private bool Deliver(
        ReceivedEventKind kind, MessageType type, ReadOnlySpan<byte> payload, scoped ref ReceivedEvent received)
    {
        received = ReceivedEvent.Data(kind, type, payload);
        return _sender.State == ProtocolState.Open;
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
                _sender.AnswerPing(payload, output);
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
            _sender.State = ProtocolState.Closed;
            return true;
        }

        // RFC 6455 section 5.5.1: the first Close frame is answered, with the code it holds.
        if (_sender.State == ProtocolState.Open)
        {
            _sender.SendControl(Opcode.Close, payload.Length < 2 ? [] : payload[..2], output);
        }

        _sender.State = ProtocolState.Closed;
        received = ReceivedEvent.Closed(code, payload.Length < 2 ? [] : payload[2..]);
        return true;
    }

    // RFC 6455 section 7.1.7. Events that came before have been handed out, and their answers written before this.
    private bool Fail(ProtocolError error, IBufferWriter<byte> output, scoped ref ReceivedEvent received)
    {
        _sender.SendClose(error.Code, error.Reason, output);
        _sender.State = ProtocolState.Failed;
        _message?.Abandon();
        received = ReceivedEvent.Failed(error);
        return true;
    }

    // After a failure frames are only stepped over, to see the peer's Close frame and know that it has heard.
    private void DropUntilClose(scoped ref Span<byte> input)
    {
        while (_sender.State == ProtocolState.Failed)
        {
            _frame.Skip(ref input);
            if (_frame.Remaining > 0 || !TryReadHeader(ref input, out FrameHeader header))
            {
                return;
            }

            _frame = new FrameProgress(header);
            if (header.Opcode == Opcode.Close)
            {
                _sender.State = ProtocolState.Closed;
            }
        }

        input = default;
    }

    private void ReleaseDelivered()
    {
        if (_holdsDelivered)
        {
            _holdsDelivered = false;
            _control?.Clear();

            // What was delivered may have been a control frame between the fragments of a message that is kept.
            if (_progress == MessageProgress.Between || options.Delivery == MessageDelivery.Parts)
            {
                _message?.ReleaseBytes();
            }
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// What a connection sends: straight into its transport while the socket takes it, and after that into a queue where a
/// group's messages can still be dropped. On the loop only. A mutable struct: keep it in a field.
/// </summary>
internal struct ConnectionOutput(Transport transport, WebSocketProtocol protocol)
{
    // While the queue drains, this much is given to the transport at a time.
    private const int DrainPiece = 64 * 1024;

    private WaitingMessages? _waiting;
    private DrainWaiters? _waiters;
    private TaskCompletionSource? _writer;
    private bool _isFull;

    /// <summary>
    /// Whether messages have to wait: the socket takes no more for now, or another message is under way in fragments,
    /// between which there may be none (RFC 6455 section 5.4).
    /// </summary>
    public readonly bool IsBlocked => _isFull || protocol.IsMessageBegun;

    public readonly Transport Transport => transport;

    public readonly WebSocketProtocol Protocol => protocol;

    public readonly long UnsentBytes => transport.UnsentBytes + (_waiting?.Bytes ?? 0);

    /// <summary>Whether frames may be staged as they are: nothing waits, and they are the same for everybody.</summary>
    public readonly bool TakesSharedFrames => !IsBlocked && protocol.SendsPreparedFrames;

    private readonly bool HasWaiting => _waiting is { IsEmpty: false };

    private readonly bool MustWait => HasWaiting || protocol.IsMessageBegun;

    private WaitingMessages Waiting => _waiting ??= new WaitingMessages();

    public readonly bool IsPast(int mark) => UnsentBytes >= mark;

    public void Send(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (MustWait)
        {
            Waiting.Add(PreparedMessage.Create(type, payload));
            return;
        }

        if (payload.Length > FanOut.MaxSharedFrame && protocol.SendsPreparedFrames)
        {
            Span<byte> header = transport.GetSpan(FrameHeader.MaxSize);
            transport.Advance(FrameWriter.WriteHeader(header, FrameWriter.Final((Opcode)type), payload.Length));
            transport.StageLarge(payload);
        }
        else
        {
            protocol.Send(type, payload, transport);
        }

        transport.Loop.Messages.CountSent(1, payload.Length);
    }

    public void Send(PreparedMessage message)
    {
        if (MustWait)
        {
            Waiting.Add(message.Retain());
        }
        else
        {
            Stage(message);
        }
    }

    /// <summary>Sends a group's message, or does what its policy says.</summary>
    public SendStatus Deliver(PreparedMessage message, in Delivery delivery, int mark, SlowReaderCounters counters)
    {
        if (!IsBlocked)
        {
            Stage(message);
            return SendStatus.Taken;
        }

        return Waiting.Add(message, delivery, mark - transport.UnsentBytes, counters);
    }

    public FlushStatus Flush()
    {
        FlushStatus status = transport.Flush();
        while (status == FlushStatus.Flushed && HasWaiting && !protocol.IsMessageBegun)
        {
            StageWaiting(DrainPiece);
            status = transport.Flush();
        }

        _isFull = status == FlushStatus.Pending;
        if (_isFull)
        {
            protocol.PauseOutput();
        }
        else if (status == FlushStatus.Flushed)
        {
            ReleaseWaiters();
        }

        return status;
    }

    /// <summary>Sends a fragment of a message, if the socket takes it and nothing goes before it.</summary>
    /// <param name="place">Where in the message it stands.</param>
    /// <param name="type">The message's.</param>
    /// <param name="payload">The bytes.</param>
    /// <param name="turn">If it was not sent: ends when another try may do.</param>
    public bool TrySendFragment(
        FragmentPlace place, MessageType type, ReadOnlySpan<byte> payload, [NotNullWhen(false)] out Task? turn)
    {
        turn = null;
        if (_isFull || (HasWaiting && !protocol.IsMessageBegun))
        {
            _writer ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            turn = _writer.Task;
            return false;
        }

        switch (place)
        {
            case FragmentPlace.First:
                protocol.BeginMessage(type, payload, transport);
                break;
            case FragmentPlace.Middle:
                protocol.ContinueMessage(payload, transport);
                break;
            default:
                protocol.EndMessage(payload, transport);
                transport.Loop.Messages.CountSent(1, 0);
                break;
        }

        transport.Loop.Messages.CountSent(0, payload.Length);
        return true;
    }

    /// <summary>The socket takes again: the pong that waited goes first.</summary>
    public void Resume()
    {
        _isFull = false;
        protocol.ResumeOutput(transport);
    }

    /// <summary>What was sent before a Close goes before it, unless it waits for the end of a message that will not come.</summary>
    public readonly void Close(CloseCode code, string reason)
    {
        if (!protocol.IsMessageBegun)
        {
            StageWaiting(long.MaxValue);
        }

        protocol.SendClose(code, reason, transport);
    }

    public void AddWaiter(DrainWaiter waiter, int mark, Exception? fault)
    {
        _waiters ??= new DrainWaiters();
        _waiters.Add(waiter);
        if (fault is not null || !IsPast(mark))
        {
            _waiters.Release(fault);
        }
    }

    /// <summary>Nothing more can be sent.</summary>
    public readonly void End(Exception fault)
    {
        _waiting?.Clear();
        _waiters?.Release(fault);
        _writer?.TrySetException(fault);
    }

    public readonly void DropWaiting() => _waiting?.Clear();

    // Whoever sends fragments goes on when the socket takes them; others when nothing waits for the end of that message.
    private void ReleaseWaiters()
    {
        _writer?.TrySetResult();
        _writer = null;
        if (!HasWaiting)
        {
            _waiters?.Release(null);
        }
    }

    private readonly void Stage(PreparedMessage message)
    {
        if (message.Frame.Length > FanOut.MaxSharedFrame && protocol.SendsPreparedFrames)
        {
            transport.StageLarge(message.Frame);
        }
        else
        {
            protocol.Send(message, transport);
        }

        transport.Loop.Messages.CountSent(1, message.Payload.Length);
    }

    private readonly void StageWaiting(long piece)
    {
        while (transport.UnsentBytes < piece && _waiting is not null && _waiting.TryTake(out PreparedMessage? message))
        {
            protocol.Send(message, transport);
            transport.Loop.Messages.CountSent(1, message.Payload.Length);
            message.Release();
        }
    }
}

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

    /// <summary>Whether the socket takes no more for now.</summary>
    public bool IsBlocked { get; private set; }

    public readonly Transport Transport => transport;

    public readonly WebSocketProtocol Protocol => protocol;

    public readonly long UnsentBytes => transport.UnsentBytes + (_waiting?.Bytes ?? 0);

    /// <summary>Whether frames may be staged as they are: nothing waits, and they are the same for everybody.</summary>
    public readonly bool TakesSharedFrames => !IsBlocked && protocol.SendsPreparedFrames;

    private readonly bool HasWaiting => _waiting is { IsEmpty: false };

    public readonly bool IsPast(int mark) => UnsentBytes >= mark;

    public readonly void Send(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (HasWaiting)
        {
            _waiting!.Add(PreparedMessage.Create(type, payload));
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

    public readonly void Send(PreparedMessage message)
    {
        if (HasWaiting)
        {
            _waiting!.Add(message.Retain());
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

        _waiting ??= new WaitingMessages();
        return _waiting.Add(message, delivery, mark - transport.UnsentBytes, counters);
    }

    public FlushStatus Flush()
    {
        FlushStatus status = transport.Flush();
        while (status == FlushStatus.Flushed && HasWaiting)
        {
            StageWaiting(DrainPiece);
            status = transport.Flush();
        }

        IsBlocked = status == FlushStatus.Pending;
        if (IsBlocked)
        {
            protocol.PauseOutput();
        }
        else if (status == FlushStatus.Flushed)
        {
            _waiters?.Release(null);
        }

        return status;
    }

    /// <summary>The socket takes again: the pong that waited goes first.</summary>
    public void Resume()
    {
        IsBlocked = false;
        protocol.ResumeOutput(transport);
    }

    /// <summary>What was sent before a Close goes before it.</summary>
    public readonly void Close(CloseCode code, string reason)
    {
        StageWaiting(long.MaxValue);
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
    }

    public readonly void DropWaiting() => _waiting?.Clear();

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

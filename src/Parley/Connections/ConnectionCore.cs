using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// The inside of a connection: it moves bytes between a transport, the protocol and the handler. On its loop only;
/// <see cref="WebSocketConnection"/> is the door for everybody else.
/// </summary>
internal sealed class ConnectionCore : TransportHandler
{
    private readonly WebSocketConnection _connection;
    private ConnectionOutput _output;
    private PooledBufferWriter? _held;
    private bool _isReceiving;
    private bool _isPausedByReader;
    private bool _isBlocked;
    private bool _isEnded;

    public ConnectionCore(
        WebSocketConnection connection, IWebSocketHandler handler, Transport transport, WebSocketProtocol protocol)
    {
        _connection = connection;
        Handler = handler;
        _output = new ConnectionOutput(transport, protocol);
    }

    /// <summary>What receives the messages.</summary>
    public IWebSocketHandler Handler { get; }

    public EndPoint? RemoteEndPoint => Transport.RemoteEndPoint;

    public bool IsOpen => Protocol.State == ProtocolState.Open && !_isEnded;

    public long UnsentBytes => _output.UnsentBytes;

    public Transport Transport => _output.Transport;

    private WebSocketProtocol Protocol => _output.Protocol;

    private ILogger Logger => _connection.Context.Logger;

    private int Mark => _connection.Context.Options.OutboundMark;

    private bool IsReadingPaused => (_isPausedByReader || _isBlocked) && IsOpen;

    private bool IsClosing => Protocol.State is ProtocolState.Failed or ProtocolState.Closed;

    /// <summary>Takes over the transport, and deals with what came and what was to be sent meanwhile.</summary>
    public void Open(Span<byte> rest, HeldMessages? held)
    {
        Transport.Handler = this;
        ConnectionMetrics.CountOpened(Protocol.Role);
        if (held is { HasOverflowed: true })
        {
            Close(CloseCode.TryAgainLater, "too much waited for the connection to open");
        }

        held?.Release(message => Send(message));
        Call(static (handler, connection) => handler.OnOpen(connection));
        OnReceived(rest);
        OnBatchEnd();
    }

    public override void OnReceived(Span<byte> data)
    {
        if (_held is { WrittenCount: > 0 })
        {
            Hold(data);
            return;
        }

        _isReceiving = true;
        while (!IsReadingPaused && Protocol.TryReceive(ref data, Transport, out ReceivedEvent received))
        {
            Dispatch(received);
        }

        _isReceiving = false;
        Hold(data);
    }

    public override void OnBatchEnd()
    {
        FlushStaged();
        FinishIfClosing();
    }

    // The end of a batch follows, and flushes what is written here.
    public override void OnDrained()
    {
        _output.Resume();
        if (_output.Flush() == FlushStatus.Flushed && _isBlocked)
        {
            _isBlocked = false;
            UpdateReading();
            Call(static (handler, connection) => handler.OnDrained(connection));
        }
    }

    public override void OnTick(long now)
    {
        switch (Protocol.OnTick(now, Transport))
        {
            case TickResult.PingSent:
                OnKeepalivePing();
                break;
            case TickResult.PeerLost:
                Log.PeerLost(Logger, RemoteEndPoint);
                Transport.Close();
                break;
            case TickResult.CloseTimedOut:
                Transport.Close();
                break;
            default:
                break;
        }
    }

    public override void OnClosed(Exception? fault)
    {
        // RFC 6455 section 7.1.5: without a Close frame, 1006.
        End(CloseCode.AbnormalClosure, "");
        ConnectionMetrics.CountGone(Protocol.Role);
        Protocol.Dispose();
        _held?.Dispose();
        _connection.OnTransportClosed();
    }

    public SendStatus Send(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (!IsOpen)
        {
            return SendStatus.Closed;
        }

        CommitFanOut();
        _output.Send(type, payload);
        FlushSoon();
        return SendStatus.Taken;
    }

    public SendStatus Send(PreparedMessage message)
    {
        if (!IsOpen)
        {
            return SendStatus.Closed;
        }

        CommitFanOut();
        _output.Send(message);
        FlushSoon();
        return SendStatus.Taken;
    }

    /// <summary>Delivers a group's publications, all at once if the connection takes them as they are.</summary>
    public void Deliver(in FanOutBatch batch, SlowReaderCounters counters)
    {
        if (!IsOpen)
        {
            return;
        }

        if (_output.TakesSharedFrames)
        {
            Transport.StageShared(batch.Start, batch.End);
            Transport.Loop.Messages.CountSent(batch.Messages.Count, batch.PayloadBytes);
            FlushSoon();
            return;
        }

        foreach (PreparedMessage message in batch.Messages)
        {
            Deliver(message, batch.Delivery, counters);
        }
    }

    public SendStatus Deliver(PreparedMessage message, in Delivery delivery, SlowReaderCounters counters)
    {
        if (!IsOpen)
        {
            return SendStatus.Closed;
        }

        // An iteration's publications can cross the mark: then it must be known whether the socket takes them.
        if (!_output.IsBlocked && _output.IsPast(Mark))
        {
            FlushStaged();
        }

        if (delivery.Policy == SlowReaderPolicy.Close && _output.IsBlocked && _output.IsPast(Mark))
        {
            Log.SlowReaderClosed(Logger, RemoteEndPoint, UnsentBytes);
            counters.CountClosed();
            _output.DropWaiting();
            Close(CloseCode.TryAgainLater, "reading too slowly");
            return SendStatus.Full;
        }

        SendStatus status = _output.Deliver(message, delivery, Mark, counters);
        FlushSoon();
        return status;
    }

    public void Close(CloseCode code, string reason)
    {
        if (IsOpen)
        {
            _output.Close(code, reason);
            FlushSoon();
            UpdateReading();
        }
    }

    /// <summary>Sends a fragment of a message.</summary>
    public bool TrySendFragment(
        FragmentPlace place, MessageType type, ReadOnlySpan<byte> payload, [NotNullWhen(false)] out Task? turn)
    {
        CommitFanOut();
        FlushSoon();
        return _output.TrySendFragment(place, type, payload, out turn);
    }

    /// <summary>Sends a ping, whose answer the connection's pings wait for.</summary>
    public void SendPing(ReadOnlySpan<byte> payload)
    {
        Protocol.SendPing(payload, Transport);
        FlushSoon();
    }

    public void Abort() => Transport.Close();

    /// <summary>Lets a sender go on when everything has been sent; at once if less than the mark waits.</summary>
    public void AddWaiter(DrainWaiter waiter) =>
        _output.AddWaiter(waiter, Mark, IsOpen ? null : _connection.ClosedException());

    /// <summary>Gives what is staged to the socket. Past the mark reading pauses until it has been taken.</summary>
    public void FlushStaged()
    {
        if (_output.Flush() == FlushStatus.Pending && _output.IsPast(Mark) && !_isBlocked)
        {
            _isBlocked = true;
            UpdateReading();
        }
    }

    /// <summary>The reader wants no more for now, or wants more again.</summary>
    public void SetPaused(bool isPaused)
    {
        _isPausedByReader = isPaused;
        UpdateReading();
    }

    private void CommitFanOut()
    {
        FanOut fanOut = Transport.Loop.FanOut;
        if (fanOut.IsOpen)
        {
            fanOut.Commit();
        }
    }

    private void UpdateReading()
    {
        bool isPaused = IsReadingPaused;
        Protocol.IsReadingPaused = isPaused;
        if (isPaused)
        {
            Transport.PauseReading();
        }
        else if (_held is { WrittenCount: > 0 })
        {
            // Posted: whoever resumes may be in the middle of receiving.
            Transport.Loop.Post(new LoopWork(static (core, _) => ((ConnectionCore)core!).ReceiveHeld(), this));
        }
        else
        {
            Transport.ResumeReading();
        }
    }

    // Bytes that had been received when reading paused. The transport hands out no more until they are dealt with, so
    // that they are never more than it receives at once.
    private void Hold(ReadOnlySpan<byte> data)
    {
        if (!data.IsEmpty)
        {
            (_held ??= new PooledBufferWriter()).Write(data);
        }
    }

    private void ReceiveHeld()
    {
        if (IsReadingPaused || _held is not { WrittenCount: > 0 } held)
        {
            return;
        }

        _held = null;
        OnReceived(held.WrittenSpan);
        held.Dispose();
        OnBatchEnd();
        UpdateReading();
    }

    private void Dispatch(in ReceivedEvent received)
    {
        switch (received.Kind)
        {
            case ReceivedEventKind.Message:
            case ReceivedEventKind.Part:
            case ReceivedEventKind.LastPart:
                EndIfFaulty(HandlerCalls.Receive(_connection, Handler, received));
                break;
            case ReceivedEventKind.Pong:
                _connection.Pings?.OnPong(received.Payload);
                break;
            case ReceivedEventKind.Close:
                End(received.CloseCode, Encoding.UTF8.GetString(received.Payload));
                break;
            case ReceivedEventKind.Error:
                ProtocolError error = received.Error!;
                Log.ProtocolBroken(Logger, RemoteEndPoint, error.Code, error.Reason);
                End(error.Code, error.Reason);
                break;
            default:
                break;
        }
    }

    public void Call(Action<IWebSocketHandler, WebSocketConnection> call) =>
        EndIfFaulty(HandlerCalls.Call(_connection, Handler, call));

    // A server has too many connections to keep anything for each ping; a client's latency is worth it.
    private void OnKeepalivePing()
    {
        PingTimes? pings = Protocol.Role == Role.Client ? _connection.PingTimes() : _connection.Pings;
        pings?.OnKeepalive();
        Transport.FlushLater();
    }

    private void End(CloseCode code, string reason)
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        ConnectionMetrics.CountClose(Protocol.Role, code);
        _connection.OnEnded(code, reason);
        _output.End(_connection.ClosedException());
        Call(static (handler, connection) => handler.OnClosed(connection, connection.CloseCode!.Value, connection.CloseReason));
    }

    private void EndIfFaulty(Exception? handlerFault)
    {
        if (handlerFault is not null)
        {
            Log.HandlerFault(Logger, RemoteEndPoint, handlerFault);
            Close(CloseCode.InternalError, "");
        }
    }

    private void FlushSoon()
    {
        // While receiving, the end of the batch flushes.
        if (!_isReceiving)
        {
            Transport.FlushLater();
        }
    }

    private void FinishIfClosing()
    {
        // What is unsent comes first: its end calls again.
        if (!IsClosing || UnsentBytes > 0)
        {
            return;
        }

        // RFC 6455 section 7.1.1: the server closes the TCP connection first. After a failure it only ends its output
        // and goes on reading, or bytes that are still coming in would reset the connection and take from the peer the
        // Close frame that says why.
        if (Protocol.State == ProtocolState.Failed)
        {
            Transport.CloseOutput();
        }
        else if (Protocol.Role == Role.Server)
        {
            Transport.Close();
        }
    }
}

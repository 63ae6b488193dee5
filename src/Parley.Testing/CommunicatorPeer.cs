using System.Text;
using System.Threading.Channels;
using Parley.Protocol;

namespace Parley.Testing;

/// <summary>The client at the other end of a consumer's transport. On the loop, except where it says otherwise.</summary>
internal sealed class CommunicatorPeer : TransportHandler
{
    private readonly Channel<ReceivedMessage> _received = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly WebSocketProtocol _protocol = new(Role.Client, ProtocolOptions.Default);
    private readonly InMemoryTransport _transport;
    private readonly Queue<TaskCompletionSource> _pings = new();
    private bool _isClosed;

    public CommunicatorPeer(InMemoryTransport transport)
    {
        _transport = transport;
        transport.Handler = this;
    }

    /// <summary>What the connection was closed with; 1006 if it was without a word.</summary>
    public CloseCode CloseCode { get; private set; } = CloseCode.AbnormalClosure;

    public string CloseReason { get; private set; } = "";

    /// <summary>Whether a message is there, or the end. Any thread may ask.</summary>
    public bool HasArrived => _received.Reader.Count > 0 || _received.Reader.Completion.IsCompleted;

    private bool IsOpen => !_isClosed && _protocol.State == ProtocolState.Open;

    public void Start() => _transport.Start();

    public void Send(ReceivedMessage message)
    {
        if (IsOpen)
        {
            _protocol.Send(message.Type, message.Data.Span, _transport);
            _transport.Flush();
        }
    }

    public void Close(CloseCode code, string reason)
    {
        if (IsOpen)
        {
            _protocol.SendClose(code, reason, _transport);
            _transport.Flush();
        }
    }

    public void Vanish() => _transport.Close();

    /// <summary>The next message; null at the end. Any thread may ask.</summary>
    public async Task<ReceivedMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _received.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_received.Reader.TryRead(out ReceivedMessage? message))
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>Waits for a message, or for the end. Any thread may ask.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _received.Reader.WaitToReadAsync(cancellationToken).AsTask();

    /// <summary>Waits until a ping has been answered, or the end has come. Any thread may ask.</summary>
    /// <param name="connection">The server's side of the connection.</param>
    public Task PingAsync(WebSocketConnection connection)
    {
        HandOutPublications(connection);
        var pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _transport.Loop.Post(new LoopWork(
            static (peer, pong) => ((CommunicatorPeer)peer!).Ping((TaskCompletionSource)pong!), this, pong));
        return pong.Task;
    }

    public override void OnReceived(Span<byte> data)
    {
        while (_protocol.TryReceive(ref data, _transport, out ReceivedEvent received))
        {
            On(received);
        }
    }

    public override void OnBatchEnd() => _transport.Flush();

    public override void OnClosed(Exception? fault)
    {
        _isClosed = true;
        _received.Writer.TryComplete();
        while (_pings.TryDequeue(out TaskCompletionSource? pong))
        {
            pong.TrySetResult();
        }

        _protocol.Dispose();
    }

    // A pong may overtake what groups have published in the same iteration of the loop, which hands that out no later than it
    // comes to a publication of another set: this one has no members.
    private static void HandOutPublications(WebSocketConnection connection)
    {
        var nobody = new ConnectionSet();
        nobody.Remove(connection);
        PreparedMessage nothing = PreparedMessage.Create(MessageType.Text, []);
        nobody.Publish(nothing, new Delivery(SlowReaderPolicy.Close));
        nothing.Release();
    }

    private void Ping(TaskCompletionSource pong)
    {
        if (!IsOpen)
        {
            pong.TrySetResult();
            return;
        }

        _pings.Enqueue(pong);
        _protocol.SendPing(Encoding.ASCII.GetBytes("quiet?"), _transport);
        _transport.Flush();
    }

    private void On(in ReceivedEvent received)
    {
        switch (received.Kind)
        {
            case ReceivedEventKind.Message:
                _received.Writer.TryWrite(new ReceivedMessage(received.MessageType, received.Payload.ToArray()));
                break;
            case ReceivedEventKind.Pong when _pings.TryDequeue(out TaskCompletionSource? pong):
                pong.TrySetResult();
                break;
            case ReceivedEventKind.Close:
                CloseCode = received.CloseCode;
                CloseReason = Encoding.UTF8.GetString(received.Payload);
                break;
            default:
                break;
        }
    }
}

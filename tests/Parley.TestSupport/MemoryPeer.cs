using System.Text;
using Parley.Protocol;
using Parley.Testing;

namespace Parley.TestSupport;

/// <summary>A client at the other end of a transport in memory. It writes down what it is sent, and sends anything.</summary>
public sealed class MemoryPeer : TransportHandler
{
    private readonly List<string> _received = [];
    private readonly InMemoryTransport _transport;
    private readonly SimulatedLoop _loop;
    private readonly WebSocketProtocol _protocol = new(Role.Client, ProtocolOptions.Default);

    public MemoryPeer(InMemoryTransport transport, SimulatedLoop loop)
    {
        _transport = transport;
        _loop = loop;
        _transport.Handler = this;
        _transport.Start();
    }

    /// <summary>What came: <c>text hello</c>, <c>binary 3</c>, <c>ping</c>, <c>close 1000 bye</c>, <c>gone</c>.</summary>
    public IReadOnlyList<string> Received => _received;

    /// <summary>Sends text, and runs the loop until all is quiet.</summary>
    public void Say(string text) => OnLoop(() => _protocol.Send(MessageType.Text, Encoding.UTF8.GetBytes(text), _transport));

    public void Say(byte[] bytes) => OnLoop(() => _protocol.Send(MessageType.Binary, bytes, _transport));

    public void Close(CloseCode code, string reason = "") => OnLoop(() => _protocol.SendClose(code, reason, _transport));

    /// <summary>Sends bytes as they are.</summary>
    public void SendRaw(params byte[] bytes) => OnLoop(() =>
    {
        bytes.CopyTo(_transport.GetSpan(bytes.Length));
        _transport.Advance(bytes.Length);
    });

    /// <summary>Stops reading, so that what it is sent piles up.</summary>
    public void StopReading() => _loop.Run(_transport.PauseReading);

    public void ReadAgain() => _loop.Run(_transport.ResumeReading);

    /// <summary>Goes without a word.</summary>
    public void Vanish() => _loop.Run(() => _transport.Close());

    public override void OnReceived(Span<byte> data)
    {
        while (_protocol.TryReceive(ref data, _transport, out ReceivedEvent received))
        {
            _received.Add(Describe(received));
        }
    }

    public override void OnBatchEnd() => _transport.Flush();

    public override void OnClosed(Exception? fault) => _received.Add("gone");

    private static string Describe(in ReceivedEvent received) => received.Kind switch
    {
        ReceivedEventKind.Message when received.MessageType == MessageType.Text => "text " + Encoding.UTF8.GetString(received.Payload),
        ReceivedEventKind.Message => $"binary {received.Payload.Length}",
        ReceivedEventKind.Close => $"close {(int)received.CloseCode} {Encoding.UTF8.GetString(received.Payload)}".TrimEnd(),
        _ => received.Kind.ToString().ToLowerInvariant(),
    };

    private void OnLoop(Action action) => _loop.Run(() =>
    {
        action();
        _transport.Flush();
    });
}

using System.Text;
using Parley.Protocol;
using Parley.Testing;

namespace Parley.Simulation.Tests;

/// <summary>A client's end of a connection. What comes waits until the client looks at it.</summary>
internal sealed class Line : TransportHandler
{
    private readonly SimulatedLoop _loop;
    private readonly InMemoryTransport _transport;
    private readonly WebSocketProtocol _protocol = new(Role.Client, ProtocolOptions.Default with { PingInterval = TimeSpan.FromDays(1) });
    private bool _isClosing;

    public Line(Server server, SimulatedLoop loop, InMemoryTransport transport)
    {
        Server = server;
        _loop = loop;
        _transport = transport;
        OnLoop(static line =>
        {
            line._transport.Handler = line;
            line._transport.Start();
        });
    }

    public Server Server { get; }

    private bool CanSend => !HasEnded && !_isClosing;

    public Queue<string> Inbox { get; } = new();

    /// <summary>Whether nothing more will come.</summary>
    public bool HasEnded { get; private set; }

    public bool IsPaused { get; private set; }

    public void Send(string text) => _loop.Post(new LoopWork(
        static (line, text) => ((Line)line!).SendNow((string)text!), this, text));

    /// <summary>Ends it without a word.</summary>
    public void Vanish() => OnLoop(static line => line._transport.Close());

    /// <summary>Ends it as the protocol has it.</summary>
    public void Close() => OnLoop(static line =>
    {
        if (line.CanSend)
        {
            line._isClosing = true;
            line._protocol.SendClose(CloseCode.NormalClosure, "", line._transport);
            line._transport.Flush();
        }
    });

    public void Pause()
    {
        IsPaused = true;
        OnLoop(static line => line._transport.PauseReading());
    }

    public void Resume()
    {
        IsPaused = false;
        OnLoop(static line => line._transport.ResumeReading());
    }

    /// <summary>The server is dead.</summary>
    public void Break() => HasEnded = true;

    public override void OnReceived(Span<byte> data)
    {
        while (_protocol.TryReceive(ref data, _transport, out ReceivedEvent received))
        {
            if (received.Kind == ReceivedEventKind.Close)
            {
                _isClosing = true;
            }
            else if (received.Kind == ReceivedEventKind.Message)
            {
                Inbox.Enqueue(Encoding.UTF8.GetString(received.Payload));
            }
        }
    }

    public override void OnBatchEnd() => _transport.Flush();

    public override void OnClosed(Exception? fault) => HasEnded = true;

    private void SendNow(string text)
    {
        if (CanSend)
        {
            _protocol.Send(MessageType.Text, Encoding.UTF8.GetBytes(text), _transport);
            _transport.Flush();
        }
    }

    private void OnLoop(Action<Line> action) => _loop.Post(new LoopWork(
        static (action, line) => ((Action<Line>)action!)((Line)line!), action, this));
}

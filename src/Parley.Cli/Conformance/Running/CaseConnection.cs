using System.Buffers;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>
/// A connection whose sending side keeps to no rule, and whose receiving side is strict: what comes is read by the
/// protocol core, whose own answers are thrown away.
/// </summary>
internal sealed class CaseConnection : IAsyncDisposable
{
    private const int MostFramesKept = 60;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(400);

    private static readonly ProtocolOptions _options = new()
    {
        MaxMessageSize = 64 * 1024 * 1024,
        MaxFragments = int.MaxValue,
        Deflate = new DeflateOptions { Threshold = 0 },
    };

    private readonly Lock _lock = new();
    private readonly Stream _stream;
    private readonly WebSocketProtocol _receiver;
    private readonly CaseSender _sender;
    private readonly SemaphoreSlim _changed = new(0);
    private readonly CancellationTokenSource _over = new();
    private Task _reading = Task.CompletedTask;

    public CaseConnection(Stream stream, Role role, DeflateParameters? deflate)
    {
        _stream = stream;
        Role = role;
        Deflate = deflate;
        _receiver = new WebSocketProtocol(role, _options, deflate);
        _sender = new CaseSender(stream, role, new WebSocketProtocol(role, _options, deflate));
        Log = new CaseLog(MostFramesKept);
    }

    /// <summary>The tester's end.</summary>
    public Role Role { get; }

    public DeflateParameters? Deflate { get; }

    public CaseLog Log { get; }

    /// <summary>What has been received, in order.</summary>
    public List<string> Events { get; } = [];

    public CaseClosing Closing { get; } = new();

    /// <summary>Begins to read what the peer sends.</summary>
    /// <param name="rest">What has been read behind the handshake.</param>
    public void Start(byte[] rest) => _reading = ReadAsync(rest);

    public async Task SendAsync(Step.Frame frame, CancellationToken cancellationToken)
    {
        Log.Add(WireFrame.Sent(frame.FirstByte, frame.Payload));
        if (frame.FirstByte == FrameWriter.Final(Opcode.Close))
        {
            Closing.OnSent();
        }

        int sent = 0;
        await _sender.BeginFrameAsync(frame, cancellationToken);
        for (int i = 0; i < frame.PausesAt.Count; i++)
        {
            await _sender.SendPayloadAsync(frame.PausesAt[i] - sent, cancellationToken);
            sent = frame.PausesAt[i];
            await PauseAsync(((char)('A' + i)).ToString(), cancellationToken);
            if (Closing.HasPeerEnded)
            {
                return;
            }
        }

        await _sender.SendPayloadAsync(frame.Payload.Length - sent, cancellationToken);
    }

    /// <summary>Sends what has been held to go out with what follows.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _sender.FlushAsync(cancellationToken);

    public async Task PauseAsync(string name, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        bool ended = await WaitAsync(() => Closing.HasPeerEnded, _pause, cancellationToken);
        if (!ended)
        {
            Log.Add(WireFrame.Note("the peer has not failed the connection yet"));
            AddEvent(CaseEvent.Timeout(name));
        }
    }

    /// <summary>Sends messages, each after the one before has come back.</summary>
    public async Task EchoAsync(Step.Echo echo, int messages, CancellationToken cancellationToken)
    {
        long place = 0;
        int count = echo.IsRepeated ? messages : 1;
        for (int i = 0; i < count; i++)
        {
            byte[] payload = echo.Data.Cut(place, echo.Size);
            place += echo.Size;
            Closing.Awaited = (echo.Type, payload);
            Log.Add(WireFrame.Sent(FrameWriter.Final((Opcode)echo.Type), payload));
            await _sender.SendMessageAsync(echo, payload, Deflate is not null, cancellationToken);
            await WaitAsync(() => Closing.Awaited is null || Closing.HasPeerEnded, Timeout.InfiniteTimeSpan, cancellationToken);
            if (Closing.Awaited is not null || Closing.Wrong is not null)
            {
                return;
            }
        }

        AddEvent(CaseEvent.Echoed(count, echo.Size));
    }

    /// <summary>Waits until something holds.</summary>
    /// <returns>False if the time was over before.</returns>
    public async Task<bool> WaitAsync(Func<bool> holds, TimeSpan time, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(time);
        while (!Check(holds))
        {
            try
            {
                await _changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return Check(holds);
            }
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading;
        await _stream.DisposeAsync();
        _over.Dispose();
        _receiver.Dispose();
        _sender.Dispose();
    }

    private bool Check(Func<bool> holds)
    {
        lock (_lock)
        {
            return holds();
        }
    }

    private void AddEvent(string text)
    {
        lock (_lock)
        {
            Events.Add(text);
        }
    }

    private async Task ReadAsync(byte[] rest)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            Receive(rest);
            int count;
            while ((count = await _stream.ReadAsync(buffer, _over.Token)) > 0)
            {
                Receive(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The peer has reset the connection, or the case is over.
        }

        lock (_lock)
        {
            Closing.OnEnded();
        }

        _changed.Release();
    }

    private void Receive(Span<byte> bytes)
    {
        var ignored = new ArrayBufferWriter<byte>(256);
        lock (_lock)
        {
            while (_receiver.TryReceive(ref bytes, ignored, out ReceivedEvent received))
            {
                Log.Add(WireFrame.Received(received));
                Take(received);
            }
        }

        _changed.Release();
    }

    private void Take(in ReceivedEvent received)
    {
        switch (received.Kind)
        {
            case ReceivedEventKind.Message when Closing.TakeAwaited(received):
                break;
            case ReceivedEventKind.Message:
                Events.Add(CaseEvent.Message(received.MessageType, received.Payload));
                break;
            case ReceivedEventKind.Ping:
                Events.Add(CaseEvent.Ping(received.Payload));
                break;
            case ReceivedEventKind.Pong:
                Events.Add(CaseEvent.Pong(received.Payload));
                break;
            case ReceivedEventKind.Close:
                Closing.OnReceived(received.CloseCode);
                break;
            default:
                Closing.OnBreach(received.Error!.Reason);
                break;
        }
    }
}

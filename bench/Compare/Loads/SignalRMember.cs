using System.Diagnostics;
using System.Net.WebSockets;

namespace Parley.Compare.Loads;

/// <summary>A client of a hub. If it sends, each of its own messages that comes back lets the next one go.</summary>
internal sealed class SignalRMember(SignalRSettings settings, int id) : IDisposable
{
    private readonly ClientWebSocket _socket = new() { Options = { KeepAliveInterval = TimeSpan.Zero } };
    private readonly SignalRRecords _records = new();
    private readonly Queue<long> _sentAt = new();
    private readonly byte[] _invocation = SignalRRecords.Invocation(id, settings.Size);
    private long _deliveries;
    private long _messages;

    public long Deliveries => Volatile.Read(ref _deliveries);

    public long Messages => Volatile.Read(ref _messages);

    /// <summary>How long its own messages took since it was told to measure, in microseconds.</summary>
    public List<double> Latencies { get; } = [];

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(settings.Url, cancellationToken);
        await _socket.SendAsync(SignalRRecords.Handshake, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        byte[] answer = new byte[16];
        ValueWebSocketReceiveResult result = await _socket.ReceiveAsync(answer.AsMemory(), cancellationToken);
        if (!answer.AsSpan(0, result.Count).SequenceEqual("{}\u001e"u8))
        {
            throw new CompareException("the hub refused the handshake.");
        }
    }

    /// <summary>Sends, if it is a sender, and receives until it is cancelled.</summary>
    public async Task RunAsync(SharedFlag isMeasuring, CancellationToken cancellationToken)
    {
        for (int i = 0; id < settings.Senders && i < settings.InFlight; i++)
        {
            await SendAsync(cancellationToken);
        }

        while (true)
        {
            ValueWebSocketReceiveResult received = await _socket.ReceiveAsync(_records.Free, cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new CompareException("the hub closed a connection.");
            }

            (int all, int own) = _records.Take(received.Count, id);
            Volatile.Write(ref _deliveries, _deliveries + all);
            Volatile.Write(ref _messages, _messages + own);
            for (; own > 0; own--)
            {
                double microseconds = Stopwatch.GetElapsedTime(_sentAt.Dequeue()).TotalMicroseconds;
                if (isMeasuring.IsSet)
                {
                    Latencies.Add(microseconds);
                }

                await SendAsync(cancellationToken);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private ValueTask SendAsync(CancellationToken cancellationToken)
    {
        _sentAt.Enqueue(Stopwatch.GetTimestamp());
        return _socket.SendAsync(_invocation.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }
}

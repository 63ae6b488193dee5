using System.Buffers.Binary;

namespace Parley;

/// <summary>The pings of a connection that wait for their pongs, and how long the answers take.</summary>
internal sealed class PingTimes(WebSocketConnection connection)
{
    // RFC 6298 section 2: each new time is an eighth of the running one.
    private const int Share = 8;

    private readonly Queue<SentPing> _sent = new();
    private long _lastNumber;
    private long _keepaliveSent = -1;
    private long _latency = -1;

    /// <summary>The running latency, once there is one. Any thread may ask.</summary>
    public TimeSpan? Latency => Volatile.Read(ref _latency) is >= 0 and long ticks ? new TimeSpan(ticks) : null;

    private TimeProvider Time => connection.Loop.Time;

    /// <summary>Sends a ping. On the loop.</summary>
    public void Send(ConnectionCore core, TaskCompletionSource<TimeSpan> answered)
    {
        if (!core.IsOpen)
        {
            answered.TrySetException(connection.ClosedException());
            return;
        }

        Span<byte> payload = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, ++_lastNumber);
        _sent.Enqueue(new SentPing(_lastNumber, Time.GetTimestamp(), answered));
        core.SendPing(payload);
    }

    /// <summary>The keepalive has sent a ping, without a payload. On the loop.</summary>
    public void OnKeepalive() => _keepaliveSent = Time.GetTimestamp();

    /// <summary>
    /// A pong came. It also answers the pings before the one it is for (RFC 6455 section 5.5.3). On the loop.
    /// </summary>
    public void OnPong(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty && _keepaliveSent >= 0)
        {
            Measure(Time.GetElapsedTime(_keepaliveSent));
            _keepaliveSent = -1;
        }

        if (payload.Length != sizeof(long) || _sent.Count == 0)
        {
            return;
        }

        long number = BinaryPrimitives.ReadInt64BigEndian(payload);
        if (number > _lastNumber || number < _sent.Peek().Number)
        {
            return;
        }

        while (_sent.TryPeek(out SentPing ping) && ping.Number <= number)
        {
            _sent.Dequeue();
            TimeSpan time = Time.GetElapsedTime(ping.SentAt);
            Measure(time);
            ping.Answered.TrySetResult(time);
        }
    }

    /// <summary>The connection has ended: no pong comes.</summary>
    public void End()
    {
        while (_sent.TryDequeue(out SentPing ping))
        {
            ping.Answered.TrySetException(connection.ClosedException());
        }
    }

    private void Measure(TimeSpan time) =>
        Volatile.Write(ref _latency, _latency < 0 ? time.Ticks : _latency + ((time.Ticks - _latency) / Share));

    private readonly record struct SentPing(long Number, long SentAt, TaskCompletionSource<TimeSpan> Answered);
}

using System.Diagnostics;
using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>Sends a message for each that comes back. Each carries its number, so that none can be lost, changed or doubled.</summary>
internal sealed class EchoConnection(Load load) : LoadConnection(load)
{
    // With many messages under way the clock is asked for few of them. Seven, so that the ones that are timed drift
    // through the bursts, which tend to be powers of two.
    private const uint ProbeEvery = 7;

    private readonly uint _probeEvery = load.Settings.InFlight == 1 ? 1 : ProbeEvery;
    private readonly int _tagSize = Math.Min(MessageTag.Size, load.Settings.Size);
    private uint _sent;
    private uint _received;
    private uint _nextProbe;
    private bool _isProbing;
    private long _probeSent;

    /// <summary>How many messages it has sent. Any thread may ask.</summary>
    public long Sent => Volatile.Read(ref _sent);

    public override long Missing => Volatile.Read(ref _sent) - Volatile.Read(ref _received);

    public override long Progress => Volatile.Read(ref _received);

    public override void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        if (type != Load.Settings.Type || !IsExpected(payload))
        {
            Load.Errors.Add("wrong answer: not the message that was sent");
            if (HasComeBefore(payload))
            {
                // Of a server that sends to all, or twice. If it let a message go, each would bring two more.
                return;
            }
        }

        Tally.CountToSender();
        long now = 0;
        if (_isProbing && _received == _nextProbe)
        {
            now = Stopwatch.GetTimestamp();
            EndProbe(now);
        }

        Volatile.Write(ref _received, _received + 1);
        if (Load.IsSending)
        {
            SendNext(now);
        }
    }

    protected override void SendFirst()
    {
        for (int i = 0; i < Load.Settings.InFlight; i++)
        {
            SendNext(0);
        }
    }

    private bool IsExpected(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> template = Load.Template;
        return payload.Length == template.Length
            && MessageTag.Is(payload[.._tagSize], _received)
            && payload[_tagSize..].SequenceEqual(template[_tagSize..]);
    }

    private bool HasComeBefore(ReadOnlySpan<byte> payload) =>
        _tagSize == MessageTag.Size
            && payload.Length >= MessageTag.Size
            && MessageTag.TryRead(payload, out uint number)
            && (int)(number - _received) < 0;

    // The time of an answer that was timed serves for the message that it lets go, too.
    private void SendNext(long now)
    {
        if (!_isProbing && _sent == _nextProbe)
        {
            _isProbing = true;
            _probeSent = now != 0 ? now : Stopwatch.GetTimestamp();
        }

        MessageTag.Write(Tally.Draft.AsSpan(0, _tagSize), _sent);
        Volatile.Write(ref _sent, _sent + 1);
        SendDraft();
    }

    private void EndProbe(long now)
    {
        _isProbing = false;
        if (Load.IsMeasuring)
        {
            Tally.Latency.Record(now - _probeSent);
        }

        _nextProbe = _sent + _probeEvery - 1;
    }
}

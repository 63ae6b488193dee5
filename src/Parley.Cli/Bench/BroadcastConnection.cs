using System.Diagnostics;
using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>
/// Receives what every sender sends, and is one itself perhaps: then each of its own messages that comes back lets the
/// next one go. A message carries its sender, its number and the time it was sent at.
/// </summary>
/// <param name="load">What all connections share.</param>
/// <param name="id">Its number. The first ones send.</param>
internal sealed class BroadcastConnection(Load load, int id) : LoadConnection(load)
{
    /// <summary>The smallest message: 16 bits of sender, 16 of number, 32 of time, in letters.</summary>
    public const int LeastSize = 2 * MessageTag.Size;

    // The time is cut to 32 bits of 128 ns or so. It begins anew each nine minutes, which differences don't mind.
    private const int TimeShift = 7;

    private const int Timed = 8;

    // One connection in some is timed, since each look at the clock costs. The stride is odd, or it would hit one loop.
    private readonly bool _isTimed = id % ((load.Settings.Connections / Timed) | 1) == 0;
    private readonly ushort[] _next = new ushort[load.Settings.Senders];
    private BroadcastConnection[] _senders = [];
    private ushort _sent;

    public override long Missing
    {
        get
        {
            long missing = 0;
            for (int i = 0; i < _senders.Length; i++)
            {
                // What a closed sender sent may never have gone out.
                if (_senders[i].IsOpen)
                {
                    missing += (ushort)(Volatile.Read(ref _senders[i]._sent) - Volatile.Read(ref _next[i]));
                }
            }

            return missing;
        }
    }

    public override long Progress => _next.Sum(static next => (long)next);

    /// <summary>Tells it who sends. Before anybody does.</summary>
    public void Expect(BroadcastConnection[] senders) => _senders = senders;

    public override void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        if (type != Load.Settings.Type
            || payload.Length != Load.Template.Length
            || !payload[LeastSize..].SequenceEqual(Load.Template.AsSpan(LeastSize))
            || !MessageTag.TryRead(payload, out uint tag)
            || tag >> 16 >= (uint)_next.Length)
        {
            Load.Errors.Add("wrong message: not one that was sent");
            return;
        }

        int sender = (int)(tag >> 16);
        CheckOrder(ref _next[sender], (ushort)tag);
        if (_isTimed)
        {
            RecordLatency(payload[MessageTag.Size..]);
        }

        Count(sender);
        if (sender == id && Load.IsSending)
        {
            SendNext();
        }
    }

    protected override void SendFirst()
    {
        for (int i = 0; i < Load.Settings.InFlight; i++)
        {
            SendNext();
        }
    }

    private static uint Now() => (uint)(Stopwatch.GetTimestamp() >> TimeShift);

    private void Count(int sender)
    {
        if (sender == id)
        {
            Tally.CountToSender();
        }
        else
        {
            Tally.CountToOther();
        }
    }

    private void CheckOrder(ref ushort next, ushort number)
    {
        if (number != next)
        {
            short skipped = (short)(number - next);
            Load.Errors.Add(
                skipped > 0 ? "message missing" : "message doubled, or out of order", Math.Max((short)1, skipped));
        }

        Volatile.Write(ref next, (ushort)(number + 1));
    }

    private void RecordLatency(ReadOnlySpan<byte> time)
    {
        if (Load.IsMeasuring && MessageTag.TryRead(time, out uint sent))
        {
            Tally.Latency.Record((long)(Now() - sent) << TimeShift);
        }
    }

    private void SendNext()
    {
        byte[] draft = Tally.Draft;
        MessageTag.Write(draft, ((uint)id << 16) | _sent);
        MessageTag.Write(draft.AsSpan(MessageTag.Size), Now());
        Volatile.Write(ref _sent, (ushort)(_sent + 1));
        SendDraft();
    }
}

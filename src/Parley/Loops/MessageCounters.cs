namespace Parley;

/// <summary>
/// How many messages the connections of one loop have received and sent, and how large they were. Counting is an
/// addition on the loop; any thread may read. <see cref="EngineMetrics"/> shows the sums.
/// </summary>
internal sealed class MessageCounters
{
    private static readonly Lock _lock = new();
    private static readonly List<MessageCounters> _live = [];
    private static MessageTotals _ended;

    private PaddedMessageTotals _totals;

    public MessageCounters()
    {
        lock (_lock)
        {
            _live.Add(this);
        }
    }

    /// <summary>What this loop has counted.</summary>
    public MessageTotals Totals => _totals.Read();

    /// <summary>What all loops of the process have counted. Never falls.</summary>
    public static MessageTotals Sum()
    {
        lock (_lock)
        {
            MessageTotals sum = _ended;
            foreach (MessageCounters counters in _live)
            {
                sum += counters.Totals;
            }

            return sum;
        }
    }

    /// <summary>Counts received messages, or bytes of one that is still coming. On the loop.</summary>
    public void CountReceived(int messages, int bytes)
    {
        _totals.Value.MessagesReceived += messages;
        _totals.Value.BytesReceived += bytes;
    }

    /// <summary>Counts messages that are on their way to one connection. On the loop.</summary>
    public void CountSent(int messages, long bytes)
    {
        _totals.Value.MessagesSent += messages;
        _totals.Value.BytesSent += bytes;
    }

    /// <summary>The loop has ended; what it has counted stays in the sums.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_live.Remove(this))
            {
                _ended += Totals;
            }
        }
    }
}

using System.Collections.Concurrent;

namespace Parley.Soak;

/// <summary>Counts. Any thread.</summary>
internal sealed class Tally
{
    private const int MostShown = 20;

    private readonly ConcurrentDictionary<string, long> _failures = new(StringComparer.Ordinal);
    private long _sent;
    private long _acknowledged;
    private long _resent;
    private long _delivered;
    private long _gaps;
    private long _unknown;
    private long _forgotten;
    private long _inTwoEpochs;
    private int _shown;

    public long Sent => Interlocked.Read(ref _sent);

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    public long Delivered => Interlocked.Read(ref _delivered);

    public bool HasFailed => !_failures.IsEmpty;

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void CountAcknowledged(bool isDuplicate)
    {
        Interlocked.Increment(ref _acknowledged);
        Interlocked.Add(ref _resent, isDuplicate ? 1 : 0);
    }

    public void CountDelivered() => Interlocked.Increment(ref _delivered);

    public void CountGap() => Interlocked.Increment(ref _gaps);

    /// <summary>It was acknowledged, and lost with its epoch.</summary>
    public void CountForgotten() => Interlocked.Increment(ref _forgotten);

    /// <summary>It was told in an epoch that was lost, and again in the next.</summary>
    public void CountTwoEpochs() => Interlocked.Increment(ref _inTwoEpochs);

    public void CountUnknown() => Interlocked.Increment(ref _unknown);

    /// <summary>Something is wrong.</summary>
    /// <param name="what">What it counts as: lost, duplicated or out of order.</param>
    /// <param name="details">For whoever looks for the cause; the first few are shown.</param>
    public void Fail(string what, string details)
    {
        _failures.AddOrUpdate(what, 1, static (_, count) => count + 1);
        if (Interlocked.Increment(ref _shown) <= MostShown)
        {
            Console.WriteLine($"{what}: {details}");
        }
    }

    public override string ToString() => FormattableString.Invariant(
        $"sent {Sent:N0}  acknowledged {Acknowledged:N0} ({_resent:N0} resent)  delivered {Delivered:N0}  lost {Of("lost")}  duplicated {Of("duplicated")}  gaps {Interlocked.Read(ref _gaps)}  out of order {Of("out of order")}{(_unknown > 0 ? $"  unknown {_unknown}" : "")}{(_forgotten > 0 ? $"  lost with their epoch {_forgotten}" : "")}{(_inTwoEpochs > 0 ? $"  told in two epochs {_inTwoEpochs}" : "")}");

    private long Of(string what) => _failures.GetValueOrDefault(what);
}

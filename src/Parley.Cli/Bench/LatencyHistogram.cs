using System.Numerics;

namespace Parley.Cli.Bench;

/// <summary>
/// How often each length of time occurred. The buckets grow with the values, so that each value is kept to within 1%,
/// whether it is a microsecond or a minute, and recording is a few instructions without a branch or an allocation.
/// </summary>
internal sealed class LatencyHistogram
{
    // Each power of two is cut into 128 pieces.
    private const int PieceBits = 7;
    private const int Pieces = 1 << PieceBits;
    private const int LargestShift = 63 - PieceBits;

    private readonly long[] _counts = new long[((LargestShift + 1) * Pieces) + Pieces];

    /// <summary>How many values were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The largest value, exactly.</summary>
    public long Max { get; private set; }

    /// <summary>The sum of all values, exactly.</summary>
    public long Sum { get; private set; }

    /// <summary>Records a value. By one thread at a time.</summary>
    /// <param name="value">The value; one below zero counts as zero.</param>
    public void Record(long value)
    {
        value = Math.Max(value, 0);
        _counts[IndexOf(value)]++;
        Count++;
        Sum += value;
        Max = Math.Max(Max, value);
    }

    /// <summary>Adds what another histogram has recorded.</summary>
    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Sum += other.Sum;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The value that a share of all values don't exceed, to within 1%; 0 if there are none.</summary>
    /// <param name="share">From 0 to 1: 0.99 for the 99th percentile.</param>
    public long ValueAt(double share)
    {
        // At least the first value: nothing lies below the smallest.
        long rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return Math.Min(LargestIn(i), Max);
            }
        }

        return Max;
    }

    private static int IndexOf(long value)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)value) - PieceBits);
        return (shift << PieceBits) + (int)(value >> shift);
    }

    private static long LargestIn(int index)
    {
        int shift = Math.Max(0, (index >> PieceBits) - 1);
        long piece = index - ((long)shift << PieceBits);
        return ((piece + 1) << shift) - 1;
    }
}

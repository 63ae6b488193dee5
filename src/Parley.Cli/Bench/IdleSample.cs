using System.Diagnostics;

namespace Parley.Cli.Bench;

/// <summary>What the server has used and holds at a moment.</summary>
internal readonly record struct IdleSample(long Timestamp, long ServerNanoseconds, long Resident, long Anonymous)
{
    public static IdleSample Take(ObservedProcess? server) => new(
        Stopwatch.GetTimestamp(), server?.Nanoseconds ?? 0, server?.Resident ?? 0, server?.ResidentAnonymous ?? 0);

    /// <summary>The seconds since an earlier moment.</summary>
    public double SecondsSince(in IdleSample earlier) => Stopwatch.GetElapsedTime(earlier.Timestamp, Timestamp).TotalSeconds;
}

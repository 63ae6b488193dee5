using System.Diagnostics;

namespace Parley.Cli.Bench;

/// <summary>Where a load stands at a moment. The numbers are read one right after the other, while the load goes on.</summary>
/// <param name="Timestamp">When, in ticks of the stopwatch.</param>
/// <param name="Messages">Messages that came back to their senders.</param>
/// <param name="Deliveries">Messages that came to anybody.</param>
/// <param name="ServerNanoseconds">The processor time that the server has used; 0 if nobody looks at it.</param>
/// <param name="OtherNanoseconds">That of the process which is measured apart.</param>
/// <param name="ClientNanoseconds">The processor time that this process has used.</param>
internal readonly record struct LoadSample(
    long Timestamp, long Messages, long Deliveries, long ServerNanoseconds, long OtherNanoseconds, double ClientNanoseconds)
{
    public static LoadSample Take(Load load, LoadProcesses processes)
    {
        long timestamp = Stopwatch.GetTimestamp();

        // Read once: a message that comes back in between would be a delivery and no message.
        long messages = load.Messages;
        return new LoadSample(
            timestamp,
            messages,
            messages + load.ToOthers,
            processes.ServerNanoseconds,
            processes.OtherNanoseconds,
            Environment.CpuUsage.TotalTime.TotalNanoseconds);
    }

    /// <summary>What happened since an earlier moment.</summary>
    public LoadSample Since(in LoadSample earlier) => new(
        Timestamp - earlier.Timestamp,
        Messages - earlier.Messages,
        Deliveries - earlier.Deliveries,
        ServerNanoseconds - earlier.ServerNanoseconds,
        OtherNanoseconds - earlier.OtherNanoseconds,
        ClientNanoseconds - earlier.ClientNanoseconds);
}

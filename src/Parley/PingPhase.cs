namespace Parley;

/// <summary>Deals each connection of the process its moment for pings, so that those that open together are spread.</summary>
internal static class PingPhase
{
    // 65,536 divided by the golden ratio: however many connections follow each other, the steps fill the range evenly.
    // It is odd, so that none comes twice before all have come.
    private const int Step = 40_503;

    private static int _last;

    /// <summary>The next connection's phase. Any thread may call it.</summary>
    public static ushort Next() => unchecked((ushort)Interlocked.Add(ref _last, Step));
}

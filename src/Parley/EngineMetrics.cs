using System.Diagnostics.Metrics;

namespace Parley;

/// <summary>
/// What this library counts, for whoever listens to the meter <c>Parley</c>. <see cref="HandshakeMetrics"/> and
/// <see cref="ConnectionMetrics"/> have the rest of the meter.
/// </summary>
internal static class EngineMetrics
{
    private static readonly Counter<long> _slowReaders = Meter.CreateCounter<long>(
        "parley.slow_readers", "{message}", "What was done about members of a group that read too slowly.");

    private static readonly Counter<long> _heldLoops = Meter.CreateCounter<long>(
        "parley.loop.holds", "{hold}", "How often a handler held its loop for longer than it may.");

    private static readonly Counter<long> _acceptPauses = Meter.CreateCounter<long>(
        "parley.accept.pauses", "{pause}", "How often accepting stopped for want of descriptors or memory.");

    /// <summary>The one meter of this library.</summary>
    public static Meter Meter => OneMeter.Instance;

    public static void CountSlowReader(string action) =>
        _slowReaders.Add(1, new KeyValuePair<string, object?>("action", action));

    public static void CountHeldLoop(string handler) =>
        _heldLoops.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public static void CountAcceptPause() => _acceptPauses.Add(1);

    // Of its own, so that it is made before the instruments of every class that has some.
    private static class OneMeter
    {
        public static readonly Meter Instance = new("Parley");
    }
}

using System.Diagnostics.Metrics;

namespace Parley;

/// <summary>What this library counts, for whoever listens to the meter <c>Parley</c>.</summary>
internal static class EngineMetrics
{
    private static readonly Meter _meter = new("Parley");

    private static readonly Counter<long> _slowReaders = _meter.CreateCounter<long>(
        "parley.slow_readers", "{message}", "What was done about members of a group that read too slowly.");

    private static readonly Counter<long> _heldLoops = _meter.CreateCounter<long>(
        "parley.loop.holds", "{hold}", "How often a handler held its loop for longer than it may.");

    private static readonly Counter<long> _acceptPauses = _meter.CreateCounter<long>(
        "parley.accept.pauses", "{pause}", "How often accepting stopped for want of descriptors or memory.");

    public static void CountSlowReader(string action) =>
        _slowReaders.Add(1, new KeyValuePair<string, object?>("action", action));

    public static void CountHeldLoop(string handler) =>
        _heldLoops.Add(1, new KeyValuePair<string, object?>("handler", handler));

    public static void CountAcceptPause() => _acceptPauses.Add(1);
}

using System.Diagnostics.Metrics;

namespace Parley.Channels;

/// <summary>Counts sessions, in the meter <c>Parley</c>.</summary>
internal static class SessionMetrics
{
    private static readonly Meter _meter = new("Parley");

    private static readonly UpDownCounter<long> _open = _meter.CreateUpDownCounter<long>(
        "parley.sessions", "{session}", "Sessions that are open.");

    private static readonly Counter<long> _joins = _meter.CreateCounter<long>(
        "parley.session.joins", "{join}", "Groups joined, by what became of the client's position.");

    private static readonly Counter<long> _gaps = _meter.CreateCounter<long>(
        "parley.session.gaps", "{gap}", "Gaps that sessions were told of; one that a node was told of counts once.");

    private static readonly Counter<long> _errors = _meter.CreateCounter<long>(
        "parley.session.errors", "{error}", "Requests that were answered with an error, by its code.");

    public static void CountOpen(int change) => _open.Add(change);

    public static void CountJoin(string outcome) => _joins.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void CountGap() => _gaps.Add(1);

    public static void CountError(string code) => _errors.Add(1, new KeyValuePair<string, object?>("code", code));
}

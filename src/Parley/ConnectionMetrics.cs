using System.Diagnostics.Metrics;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// Counts connections, their ends, and their messages. Open connections and messages are read when somebody asks, so
/// that a message costs no more than an addition on its loop.
/// </summary>
internal static class ConnectionMetrics
{
    private const string RoleTag = "parley.role";
    private const string DirectionTag = "network.io.direction";

    private static readonly long[] _open = new long[2];

    private static readonly Counter<long> _closes = EngineMetrics.Meter.CreateCounter<long>(
        "parley.connection.closes", "{connection}", "Connections that have ended, by the code they closed with.");

    static ConnectionMetrics()
    {
        EngineMetrics.Meter.CreateObservableUpDownCounter(
            "parley.connections", ObserveOpen, "{connection}", "WebSockets that are open.");
        EngineMetrics.Meter.CreateObservableCounter(
            "parley.messages", ObserveMessages, "{message}", "Messages received from and sent to connections.");
        EngineMetrics.Meter.CreateObservableCounter(
            "parley.message.bytes", ObserveBytes, "By", "Payload bytes of these messages, before compression.");
    }

    /// <summary>A connection has opened.</summary>
    public static void CountOpened(Role role) => Interlocked.Increment(ref _open[(int)role]);

    /// <summary>A connection's transport has closed.</summary>
    public static void CountGone(Role role) => Interlocked.Decrement(ref _open[(int)role]);

    /// <summary>A connection has ended with a code.</summary>
    public static void CountClose(Role role, CloseCode code)
    {
        if (_closes.Enabled)
        {
            _closes.Add(1, new("parley.close.code", (int)code), new(RoleTag, NameOf(role)));
        }
    }

    private static IEnumerable<Measurement<long>> ObserveOpen() =>
        from role in Enum.GetValues<Role>()
        select new Measurement<long>(
            Interlocked.Read(ref _open[(int)role]), new KeyValuePair<string, object?>(RoleTag, NameOf(role)));

    private static Measurement<long>[] ObserveMessages()
    {
        MessageTotals totals = MessageCounters.Sum();
        return [Of(totals.MessagesReceived, "receive"), Of(totals.MessagesSent, "transmit")];
    }

    private static Measurement<long>[] ObserveBytes()
    {
        MessageTotals totals = MessageCounters.Sum();
        return [Of(totals.BytesReceived, "receive"), Of(totals.BytesSent, "transmit")];
    }

    private static Measurement<long> Of(long value, string direction) =>
        new(value, new KeyValuePair<string, object?>(DirectionTag, direction));

    private static string NameOf(Role role) => role == Role.Server ? "server" : "client";
}

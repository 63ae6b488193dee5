using System.Runtime.InteropServices;

namespace Parley;

/// <summary>Totals alone on their cache lines, so that loops that count at the same time don't slow each other.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedMessageTotals
{
    [FieldOffset(112)]
    public MessageTotals Value;

    /// <summary>The totals, seen from any thread.</summary>
    public readonly MessageTotals Read() => new()
    {
        MessagesReceived = Volatile.Read(in Value.MessagesReceived),
        BytesReceived = Volatile.Read(in Value.BytesReceived),
        MessagesSent = Volatile.Read(in Value.MessagesSent),
        BytesSent = Volatile.Read(in Value.BytesSent),
    };
}

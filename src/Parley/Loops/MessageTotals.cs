namespace Parley;

/// <summary>Messages and the bytes of their payloads, in both directions.</summary>
internal struct MessageTotals
{
    public long MessagesReceived;
    public long BytesReceived;
    public long MessagesSent;
    public long BytesSent;

    public static MessageTotals operator +(MessageTotals left, MessageTotals right) => new()
    {
        MessagesReceived = left.MessagesReceived + right.MessagesReceived,
        BytesReceived = left.BytesReceived + right.BytesReceived,
        MessagesSent = left.MessagesSent + right.MessagesSent,
        BytesSent = left.BytesSent + right.BytesSent,
    };
}

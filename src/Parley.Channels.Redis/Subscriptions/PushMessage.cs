namespace Parley.Channels.Redis;

/// <summary>Tells pushes from replies. RESP2 has no type of its own for them: there they are arrays.</summary>
internal static class PushMessage
{
    private static readonly string[] _kinds =
        ["message", "smessage", "subscribe", "unsubscribe", "ssubscribe", "sunsubscribe"];

    public static bool Is(in RespValue value) => value.Kind == RespKind.Push
        || (value.Kind == RespKind.Array && value.Items.Length == 3 && HasKnownKind(value.Items[0]));

    /// <summary>Whether a push is what the server says to this command: the same word, and the same channel.</summary>
    public static bool Confirms(in RespValue push, RedisCommand command)
    {
        ReadOnlySpan<RespValue> parts = push.Items;
        return parts.Length >= 2
            && command.Arguments.Length == 2
            && parts[0].Kind is RespKind.BulkString or RespKind.SimpleString
            && parts[1].Kind == RespKind.BulkString
            && System.Text.Ascii.EqualsIgnoreCase(parts[0].Bytes.Span, command.Arguments[0].Bytes.Span)
            && parts[1].Bytes.Span.SequenceEqual(command.Arguments[1].Bytes.Span);
    }

    private static bool HasKnownKind(RespValue word)
    {
        foreach (string kind in _kinds)
        {
            if (word.HasText(kind))
            {
                return true;
            }
        }

        return false;
    }
}

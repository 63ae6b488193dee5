namespace Parley.Channels;

/// <summary>An event on its way to the consumers of this node.</summary>
/// <param name="groupEvent">The event, which all of them share.</param>
/// <param name="except">A member that is left out, or null.</param>
internal sealed class EventDelivery(GroupEvent groupEvent, WebSocketConnection? except)
{
    public static EventDelivery Of(Publication publication, WebSocketConnection? except) =>
        new(new GroupEvent(publication.EventType!, publication.Data.ToArray()), except);

    /// <summary>Tells a member's consumer. On the member's loop.</summary>
    public void To(WebSocketConnection connection)
    {
        if (connection != except)
        {
            ConsumerHost.Of(connection)?.OnGroupEvent(groupEvent);
        }
    }
}

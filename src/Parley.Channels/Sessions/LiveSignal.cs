using Parley.Protocol;

namespace Parley.Channels;

/// <summary>A signal on its way to all sessions but the one that it comes from.</summary>
internal sealed record LiveSignal(string? Client, PreparedMessage Message)
{
    /// <summary>Tells one session. On its loop.</summary>
    public void Tell(WebSocketConnection connection)
    {
        // What is about this moment need not wait for those who read too slowly.
        if (Session.Of(connection) is { } session && session.Client != Client)
        {
            connection.Enqueue(Message, new Delivery(SlowReaderPolicy.DropNewest));
        }
    }
}

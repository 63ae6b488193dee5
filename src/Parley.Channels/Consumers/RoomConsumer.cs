namespace Parley.Channels;

/// <summary>
/// A room: whatever text or bytes a member sends goes unchanged to every member, the sender included. The room is the
/// group that the route's parameter <c>group</c> names: map it to <c>/room/{group}/</c>. It speaks no subprotocol of its own;
/// a client that offers some is answered the first that is no token, so that a browser can connect.
/// </summary>
public sealed class RoomConsumer : Consumer
{
    private GroupName _group;
    private PublishingAhead? _ahead;

    /// <inheritdoc/>
    protected internal override async ValueTask OnConnectAsync(CancellationToken cancellationToken)
    {
        if (!GroupName.TryCreate(Scope.Route.GetValueOrDefault("group"), out _group))
        {
            await RejectAsync(400, GroupName.Rule).ConfigureAwait(false);
            return;
        }

        // First joined, then accepted: whoever has heard that the connection is open misses nothing.
        await Groups.AddAsync(_group, cancellationToken).ConfigureAwait(false);
        await AcceptAsync(OfferedSubprotocols.First(Scope.Subprotocols)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected internal override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken)
    {
        ValueTask broadcasting = Groups.BroadcastAsync(_group, message.Type, message.Data, cancellationToken);
        return broadcasting.IsCompletedSuccessfully
            ? broadcasting
            : (_ahead ??= new PublishingAhead(Host)).Add(broadcasting, message.Data.Length);
    }
}

using Parley;
using Parley.Channels;
using Parley.Protocol;

namespace TutorialRoom;

internal sealed class ChatConsumer : Consumer
{
    private GroupName _room;

    private string Name => Scope.Route["name"];

    protected override async ValueTask OnConnectAsync(CancellationToken cancellationToken)
    {
        if (!GroupName.TryCreate(Scope.Route["group"], out _room))
        {
            await RejectAsync(404, GroupName.Rule);
            return;
        }

        await Groups.AddAsync(_room, cancellationToken);
        await AcceptAsync();
        await Groups.BroadcastAsync(_room, $"{Name} has come in", cancellationToken);
    }

    protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken) =>
        Groups.BroadcastAsync(_room, $"{Name}: {message.GetText()}", cancellationToken);

    protected override async ValueTask OnDisconnectAsync(CloseCode code, string reason)
    {
        if (_room != default)
        {
            await Groups.BroadcastAsync(_room, $"{Name} has left", CancellationToken.None);
        }
    }
}

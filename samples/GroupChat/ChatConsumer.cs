using Parley;
using Parley.Channels;

namespace GroupChat;

/// <summary>A member of the group that the path names. What one says is an event of the group, and reaches all of it.</summary>
internal sealed partial class ChatConsumer : Consumer
{
    private GroupName _group;

    protected override async ValueTask OnConnectAsync(CancellationToken cancellationToken)
    {
        if (!GroupName.TryCreate(Scope.Route["group"], out _group))
        {
            await RejectAsync(404, GroupName.Rule);
            return;
        }

        await Groups.AddAsync(_group, cancellationToken);
        await AcceptAsync();
    }

    protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken) =>
        Groups.SendAsync(_group, GroupEvent.FromText("xx.oo", message.GetText()), cancellationToken);

    // Called for each member, on its own connection. What it sends may differ from member to member.
    [GroupEvent("xx.oo")]
    private ValueTask OnXxOoAsync(string message, CancellationToken cancellationToken) => SendAsync(message, cancellationToken);
}

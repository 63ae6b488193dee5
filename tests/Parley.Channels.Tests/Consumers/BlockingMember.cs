using Parley.Protocol;

namespace Parley.Channels.Tests.Consumers;

/// <summary>A member of a group that waits for everything it does.</summary>
internal sealed partial class BlockingMember : BlockingConsumer
{
    public static GroupName Room { get; } = new("blocking");

    protected override void OnConnect(CancellationToken cancellationToken)
    {
        switch (Scope.Query["reject"])
        {
            case "status":
                Reject(403, "Not you.");
                return;
            case "code":
                Reject((CloseCode)4003, "not you");
                return;
            default:
                Wait(Groups.AddAsync(Room, cancellationToken));
                Accept();
                return;
        }
    }

    protected override void OnReceive(Message message, CancellationToken cancellationToken) =>
        Wait(Groups.SendAsync(Room, GroupEvent.FromText("said", message.GetText()), cancellationToken));

    protected override void OnGroupEvent(GroupEvent groupEvent, CancellationToken cancellationToken) => Send(groupEvent.Type);

    [GroupEvent("said")]
    private void OnSaid(string text) => Send($"method {text}");
}

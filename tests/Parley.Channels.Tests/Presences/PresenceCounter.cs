namespace Parley.Channels.Tests.Presences;

/// <summary>Counts what is told.</summary>
internal sealed class PresenceCounter : IPresenceHandler
{
    public List<PresenceChange> Changes { get; } = [];

    public void OnPresence(GroupName group, PresenceChange change) => Changes.Add(change);

    public void OnPresenceReset(GroupName group, PresenceSnapshot snapshot) => Assert.Fail("Nothing was missed.");
}

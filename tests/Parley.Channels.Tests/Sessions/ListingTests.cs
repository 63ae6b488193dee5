using System.Text;

namespace Parley.Channels.Tests.Sessions;

/// <summary>What whoever looks after a server sees of its sessions, and of what they are about to publish.</summary>
public sealed class ListingTests
{
    [Fact]
    public void Sessions_are_listed_with_their_user_their_groups_and_what_they_have_published()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome("ada");
        stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        ada.Ask("""{"op":"join","group":"attic"}""");
        ada.Publish("lobby", 1);
        ada.Publish("attic", 2);

        IReadOnlyList<SessionInfo> sessions = List(stage);
        Assert.Equal(2, sessions.Count);
        SessionInfo adas = sessions.Single(static session => session.User == "ada");
        Assert.Equal(["attic", "lobby"], adas.Groups.Select(static group => group.Value).Order());
        Assert.Equal(2, adas.PublishCount);
        Assert.NotEqual("", adas.Client);
        SessionInfo nobodys = sessions.Single(static session => session.User is null);
        Assert.Empty(nobodys.Groups);
        Assert.Equal(0, nobodys.PublishCount);

        adas.Connection.Abort();
        stage.Loop.Run();
        Assert.Equal([nobodys.Client], List(stage).Select(static session => session.Client));
    }

    [Fact]
    public void Who_decides_sees_the_data_of_what_is_published_and_signalled_and_of_nothing_else()
    {
        List<string> seen = [];
        var stage = new SessionStage(options: new SessionServerOptions
        {
            Authorize = (access, _) =>
            {
                seen.Add(access.Publication is { } publication
                    ? $"{access.Operation} {publication.Form} {Encoding.UTF8.GetString(publication.Data)} {publication.Origin.User}"
                    : $"{access.Operation}");
                return ValueTask.FromResult<SessionRefusal?>(access.Operation == SessionOperation.Publish ? "Not that." : null);
            },
        });
        SessionPeer ada = stage.Welcome("ada");
        ada.Ask("""{"op":"join","group":"lobby"}""");
        ada.Ask("""{"op":"publish","group":"lobby","id":"i1","data":{"a": [1]}}""");
        ada.Ask("""{"op":"publish","group":"lobby","id":"i2","data":"text"}""");
        ada.Ask("""{"op":"signal","group":"lobby","data":true}""");
        ada.Ask("""{"op":"history","group":"lobby","after":0}""");

        Assert.Equal(
            ["Join", """Publish Json {"a": [1]} ada""", "Publish Text text ada", "Signal Json true ada", "ReadHistory"], seen);
    }

    private static IReadOnlyList<SessionInfo> List(SessionStage stage)
    {
        Task<IReadOnlyList<SessionInfo>> list = stage.Sessions.ListAsync();
        stage.RunUntil(() => list.IsCompleted);
        return list.Result;
    }
}

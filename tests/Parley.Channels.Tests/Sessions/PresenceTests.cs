namespace Parley.Channels.Tests.Sessions;

/// <summary>Section 9 of the reference page: who is there, and the changes on top of it.</summary>
public sealed class PresenceTests
{
    private static readonly GroupName _lobby = new("lobby");

    [Fact]
    public void Members_that_could_not_be_read_when_a_group_shrank_are_read_again()
    {
        var presence = new FakePresence { ReadFault = new IOException("The store is gone.") };
        (SessionStage stage, SessionPeer ada) = Shrunk(presence);
        Assert.Equal(["presence"], [.. ada.Take().Select(Brief.Of).Distinct()]);
        presence.ReadFault = null;
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Loop.Run();
        Assert.Contains("joined e1 0", ada.TakeBriefly());
    }

    [Fact]
    public void Members_that_were_read_too_late_when_a_group_shrank_are_read_again()
    {
        var gate = new TaskCompletionSource();
        var presence = new FakePresence { ReadGate = gate };
        (SessionStage stage, SessionPeer ada) = Shrunk(presence);
        for (int i = 201; i <= 240; i++)
        {
            presence.Go(_lobby, $"far{i}");
        }

        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Loop.Run();
        Assert.DoesNotContain("joined e1 0", ada.TakeBriefly());
        presence.ReadGate = null;
        stage.Loop.Run(gate.SetResult);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Loop.Run();
        Assert.Contains("joined e1 0", ada.TakeBriefly());
    }

    [Fact]
    public void A_session_is_told_the_members_and_then_each_change()
    {
        var presence = new FakePresence();
        var stage = new SessionStage(presence: presence);
        SessionPeer ada = stage.Open("ada");
        Assert.Contains("\"features\":[\"history\",\"presence\",\"signal\"]", ada.Take().Single(), StringComparison.Ordinal);
        Assert.Equal(
            ["""{"op":"joined","group":"lobby","epoch":"e1","offset":0,"recovered":false,"recoverable":true,"version":11,"members":[{"client":"c1","user":"ada","show":{"name": "Ada"}}]}"""],
            ada.Ask("""{"op":"join","group":"lobby","show":{"name": "Ada"}}"""));
        SessionPeer bob = stage.Welcome();
        bob.Ask("""{"op":"join","group":"lobby","show":null}""");
        Assert.Equal(
            ["""{"op":"presence","group":"lobby","version":12,"joined":[{"client":"c2","show":null}],"left":[]}"""], ada.Take());
        bob.Vanish();
        Assert.Equal(["""{"op":"presence","group":"lobby","version":13,"joined":[],"left":[{"client":"c2"}]}"""], ada.Take());
        ada.Ask("""{"op":"leave","group":"lobby"}""");
        presence.Come(_lobby, "far");
        stage.Loop.Run();
        Assert.Empty(ada.Take());
    }

    [Fact]
    public void Changes_between_the_snapshot_and_joined_follow_joined()
    {
        var presence = new FakePresence { Gate = new TaskCompletionSource() };
        var stage = new SessionStage(presence: presence);
        SessionPeer ada = stage.Welcome();
        ada.Say("""{"op":"join","group":"lobby"}""");
        presence.Come(_lobby, "far1");
        presence.Come(_lobby, "far2");
        stage.Loop.Run();
        Assert.Empty(ada.Take());
        presence.Gate.SetResult();
        stage.Loop.Run();
        string[] come = ada.Take();
        Assert.Contains("\"version\":11,\"members\":[{\"client\":\"c1\"}]", come[0], StringComparison.Ordinal);
        Assert.Contains("\"version\":12,\"joined\":[{\"client\":\"far1\"}]", come[1], StringComparison.Ordinal);
        Assert.Contains("\"version\":13,\"joined\":[{\"client\":\"far2\"}]", come[2], StringComparison.Ordinal);
        presence.Go(_lobby, "far1");
        stage.Loop.Run();
        Assert.Contains("\"version\":14,", ada.Take().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void When_too_much_has_changed_since_the_snapshot_another_one_is_taken()
    {
        var presence = new FakePresence { Gate = new TaskCompletionSource() };
        var stage = new SessionStage(presence: presence);
        SessionPeer ada = stage.Welcome();
        ada.Say("""{"op":"join","group":"lobby"}""");
        for (int i = 1; i <= 100; i++)
        {
            presence.Come(_lobby, $"far{i}");
        }

        presence.Gate.SetResult();
        stage.Loop.Run();
        string joined = ada.Take().Single();
        Assert.Contains("\"version\":111,", joined, StringComparison.Ordinal);
        Assert.Contains("\"far100\"", joined, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_count_was_asked_for_it_is_told_once_a_second_at_most_and_with_none_nothing_is()
    {
        var presence = new FakePresence();
        var stage = new SessionStage(presence: presence);
        SessionPeer counter = stage.Welcome();
        Assert.Contains(
            "\"version\":11,\"count\":1}", counter.Ask("""{"op":"join","group":"lobby","members":"count"}""").Single(), StringComparison.Ordinal);
        SessionPeer nobody = stage.Welcome();
        Assert.EndsWith("\"version\":12}", nobody.Ask("""{"op":"join","group":"lobby","members":"none"}""").Single(), StringComparison.Ordinal);
        presence.Come(_lobby, "far1");
        presence.Come(_lobby, "far2");
        stage.Loop.Run();
        Assert.Empty(counter.Take());
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Loop.Run();
        Assert.Equal(["""{"op":"presence","group":"lobby","version":14,"count":4}"""], counter.Take());
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        stage.Loop.Run();
        Assert.Empty(counter.Take());
        Assert.Empty(nobody.Take());
    }

    [Fact]
    public void A_group_that_grows_past_a_thousand_is_counted_and_listed_again_when_it_shrinks()
    {
        var presence = new FakePresence();
        var stage = new SessionStage(presence: presence);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        for (int i = 1; i <= 1000; i++)
        {
            presence.Come(_lobby, $"far{i}");
        }

        stage.Loop.Run();
        string[] come = ada.Take();
        Assert.Equal(1000, come.Length);
        Assert.EndsWith("\"version\":1011,\"count\":1001}", come[^1], StringComparison.Ordinal);
        Assert.Equal("joined e1 0", Brief.Of(come[^1]));
        SessionPeer late = stage.Welcome();
        Assert.Contains("\"count\":1002}", late.Ask("""{"op":"join","group":"lobby"}""").Single(), StringComparison.Ordinal);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Loop.Run();
        Assert.Equal(["""{"op":"presence","group":"lobby","version":1012,"count":1002}"""], ada.Take());
        for (int i = 1; i <= 110; i++)
        {
            presence.Go(_lobby, $"far{i}");
        }

        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Loop.Run();
        come = ada.Take();
        Assert.Equal("""{"op":"presence","group":"lobby","version":1122,"count":892}""", come[0]);
        Assert.Contains("\"version\":1122,\"members\":[{\"client\":\"c1\"},", come[1], StringComparison.Ordinal);
        presence.Go(_lobby, "far111");
        stage.Loop.Run();
        Assert.Equal(["""{"op":"presence","group":"lobby","version":1123,"joined":[],"left":[{"client":"far111"}]}"""], ada.Take());
    }

    [Fact]
    public void The_presence_of_one_node_is_told()
    {
        var stage = new SessionStage(presence: new InProcessPresence());
        SessionPeer ada = stage.Welcome("ada");
        Assert.Contains(
            "\"members\":[{\"client\":\"c1\",\"user\":\"ada\"}]", ada.Ask("""{"op":"join","group":"lobby"}""").Single(), StringComparison.Ordinal);
        SessionPeer bob = stage.Welcome("bob");
        Assert.Contains("\"user\":\"ada\"},{\"client\":\"c2\",\"user\":\"bob\"}]", bob.Ask("""{"op":"join","group":"lobby"}""")[0], StringComparison.Ordinal);
        stage.RunUntil(() => ada.HasMore);
        Assert.EndsWith("\"joined\":[{\"client\":\"c2\",\"user\":\"bob\"}],\"left\":[]}", ada.Take().Single(), StringComparison.Ordinal);
        bob.Vanish();
        stage.RunUntil(() => ada.HasMore);
        Assert.EndsWith("\"joined\":[],\"left\":[{\"client\":\"c2\",\"user\":\"bob\"}]}", ada.Take().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_known_is_replaced_when_changes_may_have_been_missed()
    {
        var presence = new FakePresence();
        var stage = new SessionStage(presence: presence);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby","after":0}""");
        ada.Publish("lobby", 1);
        ada.Take();
        presence.Reset(_lobby);
        stage.Loop.Run();
        Assert.Equal(
            ["""{"op":"joined","group":"lobby","epoch":"e1","offset":1,"recovered":false,"recoverable":true,"version":11,"members":[{"client":"c1"}]}"""],
            ada.Take());
    }

    // A session of a group that had 1,001 members and has 891 now, at the moment at which that is counted.
    private static (SessionStage Stage, SessionPeer Ada) Shrunk(FakePresence presence)
    {
        var stage = new SessionStage(presence: presence);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        for (int i = 1; i <= 1000; i++)
        {
            presence.Come(_lobby, $"far{i}");
        }

        for (int i = 1; i <= 110; i++)
        {
            presence.Go(_lobby, $"far{i}");
        }

        stage.Loop.Run();
        ada.Take();
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        stage.Loop.Run();
        return (stage, ada);
    }
}

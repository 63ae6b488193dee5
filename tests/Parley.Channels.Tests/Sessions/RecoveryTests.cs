namespace Parley.Channels.Tests.Sessions;

/// <summary>Section 7 of the reference page: what a join is answered with, and what follows.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public void Without_a_position_nothing_old_is_sent()
    {
        var stage = new SessionStage();
        SessionPeer ada = Filled(stage, 3);
        Assert.Equal(["joined e1 3"], Join(ada, ""));
    }

    [Fact]
    public void From_the_beginning_everything_that_history_has_is_sent_and_never_a_gap()
    {
        var stage = new SessionStage(new InProcessLayer(new MemoryHistoryStore(new HistoryOptions { MaxPublications = 3 })));
        SessionPeer ada = Filled(stage, 5);
        Assert.Equal(["joined e1 5 recovered", "message 3", "message 4", "message 5"], Join(ada, ",\"after\":0"));
    }

    [Fact]
    public void Within_historys_reach_exactly_what_was_missed_is_sent()
    {
        var stage = new SessionStage(new InProcessLayer(new MemoryHistoryStore(new HistoryOptions { MaxPublications = 3 })));
        SessionPeer ada = Filled(stage, 5);
        Assert.Equal(["joined e1 5 recovered", "message 3", "message 4", "message 5"], Join(ada, Position(2)));
        Assert.Equal(["joined e1 5 recovered", "message 5"], Join(stage.Welcome(), Position(4)));
        Assert.Equal(["joined e1 5 recovered"], Join(stage.Welcome(), Position(5)));
    }

    [Fact]
    public void What_history_no_longer_has_is_one_gap()
    {
        var stage = new SessionStage(new InProcessLayer(new MemoryHistoryStore(new HistoryOptions { MaxPublications = 3 })));
        SessionPeer ada = Filled(stage, 5);
        Assert.Equal(["joined e1 5", "gap e1 2-2", "message 3", "message 4", "message 5"], Join(ada, Position(1)));
    }

    [Fact]
    public void A_position_of_another_epoch_yields_a_gap_without_an_end_and_all_that_history_has()
    {
        var stage = new SessionStage();
        SessionPeer ada = Filled(stage, 2);
        Assert.Equal(["joined e1 2", "gap old 58-null", "message 1", "message 2"], Join(ada, ""","epoch":"old","after":57"""));
    }

    [Fact]
    public void A_position_above_the_newest_is_that_of_an_epoch_that_has_gone_back()
    {
        var stage = new SessionStage();
        SessionPeer ada = Filled(stage, 2);
        Assert.Equal(["joined e1 2", "gap e1 10-null", "message 1", "message 2"], Join(ada, Position(9)));
    }

    [Fact]
    public async Task Erased_publications_inside_a_recovered_range_are_no_gap()
    {
        var stage = new SessionStage();
        SessionPeer ada = Filled(stage, 4);
        await stage.Layer.EraseAsync(new GroupName("lobby"), 2);
        await stage.Layer.EraseAsync(new GroupName("lobby"), 4);
        Assert.Equal(["joined e1 4 recovered", "message 1", "message 3"], Join(ada, ",\"after\":0"));
        Assert.Equal(["joined e1 4 recovered", "message 3"], Join(stage.Welcome(), Position(1)));
    }

    [Fact]
    public async Task Events_for_consumers_are_no_messages_and_no_gap()
    {
        var stage = new SessionStage();
        SessionPeer ada = Filled(stage, 1);
        await stage.Groups.SendAsync(new GroupName("lobby"), GroupEvent.FromText("t", "x"));
        ada.Publish("lobby", 9);
        ada.Take();
        Assert.Equal(["joined e1 3 recovered", "message 1", "message 3"], Join(ada, ",\"after\":0"));
    }

    [Fact]
    public void Long_histories_come_whole()
    {
        var stage = new SessionStage();
        SessionPeer ada = Filled(stage, 2500);
        string[] come = Join(ada, ",\"after\":0");
        Assert.Equal(["joined e1 2500 recovered", .. Enumerable.Range(1, 2500).Select(static offset => $"message {offset}")], come);
        ada.Publish("lobby", 5000);
        Assert.Equal(["published 2501", "message 2501"], ada.TakeBriefly());
    }

    [Fact]
    public async Task A_page_of_history_says_what_it_covers()
    {
        var stage = new SessionStage();
        SessionPeer ada = Filled(stage, 5);
        await stage.Layer.EraseAsync(new GroupName("lobby"), 4);
        Assert.Equal(["history 3-5: 3 5 ..."], Ask(ada, ""","before":9007199254740991,"limit":2"""));
        Assert.Equal(["history 1-2: 1 2"], Ask(ada, ""","before":3"""));
        Assert.Equal(["history 2-4: 2 3 ..."], Ask(ada, ""","after":1,"limit":2"""));
        Assert.Equal(["history 6-5: "], Ask(ada, ""","after":5"""));
        Assert.Equal(["history 1-0: "], Ask(ada, ""","before":0"""));

        string[] Ask(SessionPeer peer, string fields) =>
            [.. peer.Ask($$"""{"op":"history","group":"lobby"{{fields}}}""").Select(Brief.Of)];
    }

    [Fact]
    public void Without_history_what_was_missed_is_named()
    {
        var stage = new SessionStage(new InProcessLayer());
        SessionPeer ada = stage.Welcome();
        Assert.Equal(["joined e1 0"], Join(ada, ""));
        ada.Publish("lobby", 1);
        Assert.Equal(["published 1", "message 1"], ada.TakeBriefly());
        SessionPeer bob = stage.Welcome();
        Assert.Equal(["joined e1 1", "gap e1 1-1"], Join(bob, Position(0)));
        Assert.Equal(["joined e1 1 recovered"], Join(stage.Welcome(), Position(1)));
        Assert.Equal(["joined e1 1 recovered"], Join(stage.Welcome(), ",\"after\":0"));
        bob.Publish("lobby", 2);
        Assert.Equal(["published 2", "message 2"], bob.TakeBriefly());
        Assert.Equal(["history 1-0: "], [.. bob.Ask("""{"op":"history","group":"lobby","after":0}""").Select(Brief.Of)]);
    }

    private static SessionPeer Filled(SessionStage stage, int count)
    {
        SessionPeer peer = stage.Welcome();
        peer.Ask("""{"op":"join","group":"lobby"}""");
        peer.Ask("""{"op":"leave","group":"lobby"}""");
        for (int i = 1; i <= count; i++)
        {
            peer.Publish("lobby", i);
        }

        Assert.Equal(count, peer.Take().Length);
        return peer;
    }

    private static string Position(int after) => $$""","epoch":"e1","after":{{after}}""";

    private static string[] Join(SessionPeer peer, string fields) =>
        [.. peer.Ask($$"""{"op":"join","group":"lobby"{{fields}}}""").Select(Brief.Of)];
}

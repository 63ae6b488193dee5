namespace Parley.Channels.Tests.Sessions;

/// <summary>Joining without a hole, at each point where a publication can come between.</summary>
public sealed class HoldingTests
{
    [Fact]
    public void What_is_published_while_history_is_read_follows_it_once()
    {
        var layer = new SlowLayer();
        var stage = new SessionStage(layer);
        SessionPeer ada = Filled(stage, 2);
        SessionPeer bob = stage.Welcome();
        layer.HoldReads();
        bob.Say("""{"op":"join","group":"lobby","after":0}""");
        ada.Publish("lobby", 3);
        Assert.Empty(bob.Take());
        layer.ReleaseRead();
        stage.Loop.Run();
        Assert.Equal(["joined e1 3 recovered", "message 1", "message 2", "message 3"], bob.TakeBriefly());
        ada.Publish("lobby", 4);
        Assert.Equal(["message 4"], bob.TakeBriefly());
    }

    [Fact]
    public void A_page_that_is_older_than_what_is_held_is_followed_by_it()
    {
        var layer = new SlowLayer();
        var stage = new SessionStage(layer);
        SessionPeer ada = Filled(stage, 2);
        SessionPeer bob = stage.Welcome();
        layer.HoldAnswers();
        bob.Say("""{"op":"join","group":"lobby","after":0}""");
        ada.Publish("lobby", 3);
        layer.ReleaseRead();
        stage.Loop.Run();
        Assert.Equal(["joined e1 2 recovered", "message 1", "message 2", "message 3"], bob.TakeBriefly());
    }

    [Fact]
    public void A_hold_that_overflows_is_read_again()
    {
        var layer = new SlowLayer();
        var stage = new SessionStage(layer);
        SessionPeer ada = Filled(stage, 2);
        SessionPeer bob = stage.Welcome();
        layer.HoldAnswers();
        bob.Say("""{"op":"join","group":"lobby","after":0}""");
        for (int i = 3; i <= 600; i++)
        {
            ada.Publish("lobby", i);
        }

        layer.ReleaseRead();
        stage.Loop.Run();
        Assert.Equal(
            ["joined e1 2 recovered", .. Enumerable.Range(1, 600).Select(static offset => $"message {offset}")], bob.TakeBriefly());
        Assert.True(layer.Reads > 1);
    }

    [Fact]
    public void What_overflows_and_leaves_history_is_a_gap()
    {
        var layer = new SlowLayer(new HistoryOptions { MaxPublications = 5 });
        var stage = new SessionStage(layer);
        SessionPeer ada = Filled(stage, 2);
        SessionPeer bob = stage.Welcome();
        layer.HoldAnswers();
        bob.Say("""{"op":"join","group":"lobby","after":0}""");
        for (int i = 3; i <= 300; i++)
        {
            ada.Publish("lobby", i);
        }

        layer.ReleaseRead();
        stage.Loop.Run();
        string[] come = bob.TakeBriefly();
        Assert.Equal(["joined e1 2 recovered", "message 1", "message 2", "gap e1 3-295"], come.Take(4));
        Assert.Equal(Enumerable.Range(296, 5).Select(static offset => $"message {offset}"), come.Skip(4));
    }

    [Fact]
    public void A_reader_that_is_slow_with_its_history_is_waited_for_and_loses_nothing()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome();
        string data = new('x', 1000);
        for (int i = 1; i <= 3000; i++)
        {
            ada.Say($$"""{"op":"publish","group":"lobby","id":"i{{i}}","data":"{{data}}"}""");
        }

        SessionPeer bob = stage.Welcome(wire: new InMemoryTransportOptions { Capacity = 4096 });
        bob.Raw.StopReading();
        bob.Say("""{"op":"join","group":"lobby","after":0}""");
        Assert.InRange(bob.Connection.UnsentBytes, 1, 2 * 1024 * 1024);
        ada.Publish("lobby", 9999);
        bob.Raw.ReadAgain();
        Assert.Equal(
            ["joined e1 3000 recovered", .. Enumerable.Range(1, 3001).Select(static offset => $"message {offset}")], bob.TakeBriefly());
    }

    [Fact]
    public void An_erasure_while_history_is_read_is_told_after_the_message()
    {
        var layer = new SlowLayer();
        var stage = new SessionStage(layer);
        Filled(stage, 2);
        SessionPeer bob = stage.Welcome();
        layer.HoldAnswers();
        bob.Say("""{"op":"join","group":"lobby","after":0}""");
        Assert.True(layer.EraseAsync(new GroupName("lobby"), 1).AsTask().IsCompletedSuccessfully);
        layer.ReleaseRead();
        stage.Loop.Run();
        Assert.Equal(["joined e1 2 recovered", "message 1", "message 2", "deleted 1"], bob.TakeBriefly());
    }

    [Fact]
    public void Whoever_leaves_while_history_is_sent_hears_nothing_more()
    {
        var layer = new SlowLayer();
        var stage = new SessionStage(layer);
        SessionPeer ada = Filled(stage, 2000);
        SessionPeer bob = stage.Welcome();
        layer.HoldAnswersFrom(2);
        bob.Say("""{"op":"join","group":"lobby","after":0}""");
        Assert.NotEmpty(bob.Take());
        Assert.Equal(["left"], [.. bob.Ask("""{"op":"leave","group":"lobby"}""").Select(Brief.Of)]);
        ada.Publish("lobby", 5000);
        layer.ReleaseRead();
        stage.Loop.Run();
        Assert.Empty(bob.Take());
        Assert.Equal(0, stage.Groups.MemberCount(new GroupName("lobby")));
    }

    [Fact]
    public void History_that_can_not_be_read_is_told_and_the_group_is_not_joined()
    {
        var layer = new SlowLayer();
        var stage = new SessionStage(layer);
        Filled(stage, 2);
        SessionPeer bob = stage.Welcome();
        layer.HoldAnswers();
        bob.Say("""{"op":"join","ref":"1","group":"lobby","after":0}""");
        layer.FailRead(new HistoryException(HistoryError.Unavailable, "no disk"));
        stage.Loop.Run();
        Assert.Equal(
            ["""{"op":"error","ref":"1","code":"unavailable","message":"History can't be reached.","retry_after":1}"""], bob.Take());
        Assert.Equal(0, stage.Groups.MemberCount(new GroupName("lobby")));
        Assert.Equal(["joined e1 2"], [.. bob.Ask("""{"op":"join","group":"lobby"}""").Select(Brief.Of)]);
    }

    private static SessionPeer Filled(SessionStage stage, int count)
    {
        SessionPeer peer = stage.Welcome();
        for (int i = 1; i <= count; i++)
        {
            peer.Publish("lobby", i);
        }

        peer.Take();
        return peer;
    }
}

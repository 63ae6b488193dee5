namespace Parley.Channels.Tests.Sessions;

/// <summary>How sessions end, and that they leave nothing behind whenever they do.</summary>
public sealed class EndingTests
{
    private static readonly GroupName _lobby = new("lobby");

    [Fact]
    public void A_session_that_is_silent_for_its_heartbeat_and_65_seconds_is_given_up()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        stage.Clock.Advance(TimeSpan.FromSeconds(90));
        stage.Loop.Run();
        Assert.Empty(ada.Take());
        ada.Ask("""{"op":"ping"}""");
        stage.Clock.Advance(TimeSpan.FromSeconds(90));
        stage.Loop.Run();
        Assert.Empty(ada.Take());
        stage.Clock.Advance(TimeSpan.FromSeconds(5));
        stage.Loop.Run();
        Assert.Equal(["gone"], ada.Take());
        Assert.Equal(0, stage.Groups.MemberCount(_lobby));
    }

    [Fact]
    public void A_presence_that_fails_keeps_no_session_in_a_group()
    {
        var presence = new FakePresence();
        var stage = new SessionStage(presence: presence);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        presence.Fault = new IOException("The store is gone.");
        ada.Ask("""{"op":"leave","group":"lobby"}""");
        Assert.Equal(0, stage.Groups.MemberCount(_lobby));
        Assert.Contains(stage.Log.Lines, static line => line.Contains("The store is gone.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_layer_that_fails_while_a_group_is_left_keeps_no_group()
    {
        var layer = new LooseLayer();
        var stage = new SessionStage(layer);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        layer.Fault = new IOException("The layer is gone.");
        Assert.Equal(["left"], [.. ada.Ask("""{"op":"leave","group":"lobby"}""").Select(Brief.Of)]);
        Assert.Equal(0, stage.Groups.Count);
        Assert.Contains(stage.Log.Lines, static line => line.Contains("The layer is gone.", StringComparison.Ordinal));
    }

    [Fact]
    public void An_application_that_fails_when_it_is_told_of_the_end_keeps_no_session()
    {
        var stage = new SessionStage(options: new SessionServerOptions
        {
            Authorize = static (_, ended) =>
            {
                ended.Register(static () => throw new InvalidOperationException("A defect."));
                return ValueTask.FromResult<SessionRefusal?>(null);
            },
        });
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        ada.Close();
        stage.Loop.Run();
        Assert.True(ada.IsGone);
        Assert.Equal(0, stage.Sessions.Count);
        Assert.Equal(0, stage.Groups.MemberCount(_lobby));
    }

    [Fact]
    public void A_server_that_stops_says_when_to_come_back_and_closes_with_1012()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        stage.Stop(ada);
        string[] come = ada.Take();
        Assert.Matches("""^\{"op":"drain","retry_after":(1|1\.[0-9]+|2)\}$""", come[0]);
        Assert.Equal("close 1012 the server is stopping", come[1]);
        Assert.Equal("gone", come[2]);
        Assert.Equal(0, stage.Groups.MemberCount(_lobby));
    }

    [Fact]
    public void What_is_on_its_way_is_answered_before_a_draining_session_closes()
    {
        var store = new Layers.ScriptedStore();
        var stage = new SessionStage(new InProcessLayer(store));
        SessionPeer ada = stage.Welcome();
        ada.Publish("lobby", 1);
        stage.Stop(ada);
        Assert.Equal(["drain"], ada.TakeBriefly());
        ada.Say("""{"op":"ping"}""");
        store.Appends[0].SetResult(new PublishResult(PublishStatus.Stored, new StreamPosition("e", 1)));
        stage.RunUntil(() => ada.IsGone);
        Assert.Equal(["published 1", "close 1012 the server is stopping", "gone"], ada.TakeBriefly());
    }

    [Fact]
    public void With_64_publications_on_their_way_nothing_more_is_read_and_nothing_is_lost()
    {
        var store = new Layers.ScriptedStore();
        var stage = new SessionStage(new InProcessLayer(store));
        SessionPeer ada = stage.Welcome();
        for (int i = 1; i <= 70; i++)
        {
            ada.Publish("lobby", i);
        }

        ada.Say("""{"op":"ping"}""");
        Assert.Equal(64, store.Appends.Count);
        Assert.Empty(ada.Take());
        for (int i = 0; i < 70; i++)
        {
            int number = i;
            stage.RunUntil(() => store.Appends.Count > number);
            store.Appends[i].SetResult(new PublishResult(PublishStatus.Stored, new StreamPosition("e", i + 1)));
        }

        List<string> come = [];
        stage.RunUntil(() =>
        {
            come.AddRange(ada.TakeBriefly());
            return come.Count == 71;
        });
        // Answers come in any order.
        Assert.Equal(
            Enumerable.Range(1, 70).Select(static offset => $"published {offset}").Append("pong").Order(), come.Order());
    }

    [Fact]
    public void Nobody_is_told_of_a_publication_before_it_is_kept()
    {
        var store = new Layers.ScriptedStore();
        var stage = new SessionStage(new InProcessLayer(store));
        SessionPeer ada = stage.Welcome();
        SessionPeer bob = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby","members":"none"}""");
        bob.Ask("""{"op":"join","group":"lobby","members":"none"}""");
        ada.Publish("lobby", 1);
        Assert.Empty(ada.Take());
        Assert.Empty(bob.Take());
        store.Appends[0].SetException(new HistoryException(HistoryError.Full, "full"));
        stage.RunUntil(() => ada.HasMore);
        Assert.Equal(
            ["""{"op":"error","id":"i1","code":"unavailable","message":"The history's disk is full.","retry_after":1}"""], ada.Take());
        Assert.Empty(bob.Take());
    }

    public static MatrixTheoryData<string, bool> Moments => new(
        [
            "welcomed", "deciding", "subscribing", "entering presence", "reading history", "joined", "leaving presence",
            "publishing", "draining",
        ],
        [true, false]);

    [Theory]
    [MemberData(nameof(Moments))]
    public void A_connection_that_dies_at_any_moment_leaves_nothing(string moment, bool isNoticedAtOnce)
    {
        var steps = new StepwiseNode(moment);
        var stage = new SessionStage(steps, new SessionServerOptions { Authorize = steps.Authorize }, steps.Presence);
        SessionPeer ada = stage.Welcome();
        if (moment != "welcomed")
        {
            ada.Say("""{"op":"join","group":"lobby","after":0}""");
        }

        if (moment == "leaving presence")
        {
            ada.Say("""{"op":"leave","group":"lobby"}""");
        }

        if (moment is "publishing" or "draining")
        {
            ada.Publish("lobby", 1);
        }

        if (moment == "draining")
        {
            stage.Stop(ada);
        }

        ada.Vanish();
        if (isNoticedAtOnce)
        {
            // As a reset is; an end of the stream is not, while nothing is read.
            stage.Loop.Run(ada.Connection.Abort);
            Assert.True(ada.IsGone);
        }

        steps.GoOn();
        stage.RunUntil(() => stage.Sessions.Count == 0 && stage.Groups.MemberCount(_lobby) == 0 && steps.Present.Count == 0);
        Assert.Empty(steps.Subscribed);
        Assert.Empty(stage.Loop.Faults);
        Assert.DoesNotContain(stage.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }
}

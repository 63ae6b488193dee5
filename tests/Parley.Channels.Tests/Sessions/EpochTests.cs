namespace Parley.Channels.Tests.Sessions;

/// <summary>What sessions are told when a group's offsets start anew, or a node has missed something.</summary>
public sealed class EpochTests
{
    private static readonly GroupName _lobby = new("lobby");

    [Fact]
    public void Live_sessions_are_told_of_the_new_epoch_then_of_the_gap_then_of_what_it_has()
    {
        var layer = new LooseLayer();
        var stage = new SessionStage(layer);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        layer.Tell(_lobby, "old-1", 1);
        stage.Loop.Run();
        Assert.Equal(["message 1"], ada.TakeBriefly());
        layer.BeginEpoch(_lobby, "new");
        layer.Tell(_lobby, "new-1", 1);
        layer.Tell(_lobby, "new-2", 2);
        stage.Loop.Run();
        Assert.Equal(["joined new 0", "gap old 2-null", "message 1", "message 2"], ada.TakeBriefly());
        layer.Tell(_lobby, "new-3", 3);
        stage.Loop.Run();
        Assert.Equal(["message 3"], ada.TakeBriefly());
    }

    [Fact]
    public void An_epoch_that_begins_with_a_publication_is_noticed_too()
    {
        var layer = new LooseLayer();
        var stage = new SessionStage(layer);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        layer.Epoch = "new";
        layer.Tell(_lobby, "new-1", 1);
        stage.Loop.Run();
        Assert.Equal(["joined new 0", "gap old 1-null", "message 1"], ada.TakeBriefly());
    }

    [Fact]
    public void What_a_new_epoch_has_already_is_read_from_history()
    {
        var layer = new LooseLayer { HasHistory = true };
        var stage = new SessionStage(layer);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        layer.BeginEpoch(_lobby, "new");
        layer.Keep("kept 1", 1);
        layer.Keep("kept 2", 2);
        layer.Handler.OnNewEpoch(_lobby, new StreamPosition("new", 2));
        layer.Tell(_lobby, "new-3", 3);
        stage.Loop.Run();
        Assert.Equal(["joined new 3", "gap old 1-null", "message 1", "message 2", "message 3"], ada.TakeBriefly());
    }

    [Fact]
    public void A_gap_begins_where_the_client_is_also_if_it_was_sent_nothing_of_the_epoch()
    {
        var layer = new LooseLayer { HasHistory = true };
        var stage = new SessionStage(layer);
        layer.First = 3;
        layer.Head = 2;
        SessionPeer ada = stage.Welcome();
        Assert.Equal(["joined old 2 recovered"], [.. ada.Ask("""{"op":"join","group":"lobby","after":0}""").Select(Brief.Of)]);
        layer.Epoch = "new";
        (layer.First, layer.Head) = (1, 0);
        layer.Tell(_lobby, "new-1", 1);
        stage.Loop.Run();
        Assert.Equal(["joined new 1", "gap old 1-null", "message 1"], ada.TakeBriefly());
    }

    [Fact]
    public void Two_epochs_one_after_the_other_are_two_gaps_or_one_and_nothing_is_out_of_order()
    {
        var layer = new LooseLayer();
        var stage = new SessionStage(layer);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        layer.BeginEpoch(_lobby, "second");
        layer.Tell(_lobby, "x", 1);
        layer.BeginEpoch(_lobby, "third");
        layer.Tell(_lobby, "y", 1);
        stage.Loop.Run();
        string[] come = ada.TakeBriefly();
        Assert.Equal("gap old 1-null", come[1]);
        Assert.Equal(["joined third 0", "message 1"], come.Where(static word => !word.StartsWith("gap", StringComparison.Ordinal)).TakeLast(2));
    }

    [Fact]
    public void History_that_is_ahead_of_what_the_layer_has_told_is_waited_for()
    {
        var layer = new LooseLayer { HasHistory = true };
        var stage = new SessionStage(layer);
        SessionPeer first = stage.Welcome();
        first.Ask("""{"op":"join","group":"lobby","members":"none"}""");

        // History has begun an epoch, and the layer has not noticed yet.
        layer.Epoch = "new";
        layer.Keep("kept 1", 1);
        SessionPeer ada = stage.Welcome();
        Assert.Equal(["joined new 1 recovered", "message 1"], [.. ada.Ask("""{"op":"join","group":"lobby","after":0}""").Select(Brief.Of)]);
        layer.Tell(_lobby, "new-2", 2);
        stage.Loop.Run();
        Assert.Equal(["message 2"], ada.TakeBriefly());
        Assert.Equal(["joined new 2", "gap old 1-null", "message 1", "message 2"], first.TakeBriefly());
    }

    [Fact]
    public void What_a_node_has_missed_is_a_gap_for_its_sessions()
    {
        var layer = new LooseLayer();
        var stage = new SessionStage(layer);
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        layer.Handler.OnGap(_lobby, new StreamGap("old", 1, 4));
        layer.Tell(_lobby, "old-5", 5);
        stage.Loop.Run();
        Assert.Equal(["gap old 1-4", "message 5"], ada.TakeBriefly());
    }

    [Fact]
    public void An_erased_publication_is_told_to_those_who_are_there()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        ada.Publish("lobby", 1);
        ada.Take();
        Assert.True(stage.Layer.EraseAsync(_lobby, 1).AsTask().IsCompletedSuccessfully);
        stage.Loop.Run();
        Assert.Equal(["""{"op":"deleted","group":"lobby","offset":1}"""], ada.Take());
    }

    [Fact]
    public void Where_nothing_has_a_position_each_join_begins_an_epoch()
    {
        var layer = new LooseLayer { HasPositions = false };
        var stage = new SessionStage(layer);
        SessionPeer ada = stage.Welcome();
        Assert.Equal(["joined e1 0"], [.. ada.Ask("""{"op":"join","group":"lobby"}""").Select(Brief.Of)]);
        layer.Tell(_lobby, "x", 0);
        layer.Tell(_lobby, "y", 0);
        stage.Loop.Run();
        Assert.Equal(["message 0", "message 0"], ada.TakeBriefly());
        SessionPeer back = stage.Welcome();
        Assert.Equal(
            ["joined e2 0", "gap e1 1-null"], [.. back.Ask("""{"op":"join","group":"lobby","epoch":"e1","after":0}""").Select(Brief.Of)]);
    }
}

namespace Parley.Sessions.Tests.Client;

/// <summary>Positions: section 7 of the reference.</summary>
public sealed class RecoveryTests
{
    private readonly ClientStage _stage = ClientStage.Open();

    [Fact]
    public void Without_a_position_it_begins_with_what_is_new()
    {
        StageRoom room = _stage.Ask();
        Assert.Equal("""{"op":"join","ref":"1","group":"lobby"}""", Assert.Single(_stage.TakeTexts()));
        Assert.Null(room.Room.Position);
        _stage.Reconnect();
        _stage.Joined(offset: 57);
        Assert.Equal(new StreamPosition("e1", 57), room.Room.Position);
        _stage.Reconnect();
        Assert.Equal("""{"op":"join","ref":"3","group":"lobby","epoch":"e1","after":57}""", Assert.Single(_stage.TakeTexts()));
    }

    [Fact]
    public void A_message_moves_the_position_and_is_told_once()
    {
        StageRoom room = _stage.Join(offset: 3);
        foreach (long offset in new[] { 4, 5, 4, 5, 3, 6 })
        {
            _stage.Message(offset);
        }

        Assert.Equal(["4 m4", "5 m5", "6 m6"], room.Told);
        Assert.Equal(6, room.Room.Position!.Value.Offset);
    }

    [Fact]
    public void A_message_says_all_there_is_to_know()
    {
        StageRoom room = _stage.Join();
        _stage.Say("""{"op":"message","data":{"n":1.50, "s":"\u00e9"},"user":"bob","at":"2026-01-02T03:04:05.678Z","client":"c9","id":"x","offset":1,"group":"lobby","new":{"field":[]}}""");
        var message = Assert.IsType<SessionPublication>(Assert.Single(room.Events));
        Assert.Equal(new StreamPosition("e1", 1), message.Position);
        Assert.Equal(("x", "c9", "bob"), (message.Id, message.Client, message.User));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero), message.At);
        Assert.Equal("""{"n":1.50, "s":"\u00e9"}""", message.GetText());
    }

    [Fact]
    public void What_was_missed_is_told_after_a_reconnect_and_nothing_twice()
    {
        StageRoom room = _stage.Join();
        _stage.Message(1);
        _stage.Message(2);
        _stage.Reconnect();
        _stage.Joined(offset: 4);
        foreach (long offset in new[] { 2, 3, 4, 5 })
        {
            _stage.Message(offset);
        }

        Assert.Equal(["1 m1", "2 m2", "3 m3", "4 m4", "5 m5"], room.News);
    }

    [Fact]
    public void An_offset_that_is_left_out_was_erased_and_is_no_gap()
    {
        StageRoom room = _stage.Join();
        _stage.Message(1);
        _stage.Message(4);
        Assert.Equal(["1 m1", "4 m4"], room.Told);
    }

    [Fact]
    public void A_gap_is_told_and_moves_the_position()
    {
        StageRoom room = _stage.Join(offset: 10);
        _stage.Reconnect();
        _stage.Joined(offset: 90);
        Gap(11, "80");
        Assert.Equal(80, room.Room.Position!.Value.Offset);
        _stage.Message(80);
        _stage.Message(81);
        Assert.Equal(["gap e1 11-80", "81 m81"], room.News);
    }

    [Fact]
    public void A_gap_of_what_had_come_is_none()
    {
        StageRoom room = _stage.Join(offset: 10);
        Gap(5, "10");
        Gap(5, "8");
        Assert.Empty(room.Told);
        Gap(5, "12");
        Assert.Equal(["gap e1 11-12"], room.Told);
        Assert.Equal(12, room.Room.Position!.Value.Offset);
    }

    [Fact]
    public void After_a_new_epoch_everything_begins_again()
    {
        StageRoom room = _stage.Join(offset: 58);
        _stage.Reconnect();
        _stage.Joined(offset: 2, epoch: "e2");
        Gap(59, "null");
        _stage.Message(1);
        _stage.Message(2);
        Assert.Equal(["joined e2:2", "gap e1 59-null", "1 m1", "2 m2"], room.Told);
        Assert.Equal(new StreamPosition("e2", 2), room.Room.Position);
        Assert.Equal("e2", ((SessionPublication)room.Events[^1]).Position.Epoch);
    }

    [Fact]
    public void A_connection_lost_between_a_new_epoch_and_the_gap_of_the_old_one_swallows_no_gap()
    {
        _stage.Join(offset: 58);
        _stage.Reconnect();
        _stage.Joined(offset: 2, epoch: "e2");
        _stage.Reconnect();
        Assert.EndsWith("""
            "epoch":"e1","after":58}
            """.Trim(), Assert.Single(_stage.TakeTexts()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_lost_after_the_gap_of_the_old_epoch_begins_with_the_new_ones_first()
    {
        _stage.Join(offset: 58);
        _stage.Reconnect();
        _stage.Joined(offset: 2, epoch: "e2");
        _stage.Say("""{"op":"gap","group":"lobby","epoch":"e1","from":59,"to":null}""");
        _stage.Reconnect();
        Assert.EndsWith("""
            "epoch":"e2","after":0}
            """.Trim(), Assert.Single(_stage.TakeTexts()), StringComparison.Ordinal);
    }

    [Fact]
    public void An_epoch_may_end_while_the_connection_is_open()
    {
        StageRoom room = _stage.Join(offset: 58);
        _stage.Say("""{"op":"joined","group":"lobby","epoch":"e2","offset":0,"recovered":false,"recoverable":true,"version":1}""");
        Gap(59, "null");
        _stage.Message(1);
        Assert.Equal(["joined e2:0", "gap e1 59-null", "1 m1"], room.Told);
        Assert.Equal(new StreamPosition("e2", 1), room.Room.Position);
    }

    [Fact]
    public void Being_joined_again_within_an_epoch_moves_no_position()
    {
        StageRoom room = _stage.Join(offset: 5);
        _stage.Say("""{"op":"joined","group":"lobby","epoch":"e1","offset":9,"recovered":true,"recoverable":true,"version":1}""");
        Assert.Equal(5, room.Room.Position!.Value.Offset);
    }

    [Fact]
    public void A_history_that_went_back_under_the_same_epoch_begins_again()
    {
        StageRoom room = _stage.Join(offset: 58);
        _stage.Reconnect();
        _stage.Joined(offset: 40);
        Gap(59, "null");
        _stage.Message(39);
        _stage.Message(40);
        Assert.Equal(["gap e1 59-null", "39 m39", "40 m40"], room.News);
    }

    [Fact]
    public void Everything_that_history_has_can_be_asked_for()
    {
        StageRoom room = _stage.Ask(options: SessionJoinOptions.FromOldest);
        Assert.Equal("""{"op":"join","ref":"1","group":"lobby","after":0}""", _stage.TakeTexts()[0]);
        _stage.Reconnect();
        _stage.Joined(offset: 2);
        Assert.Equal(new StreamPosition("e1", 0), room.Room.Position);
        _stage.Message(1);
        _stage.Message(2);
        Assert.Equal(["1 m1", "2 m2"], room.News);
    }

    [Theory]
    [InlineData(50, "")]
    [InlineData(60, "gap e1 51-60")]
    public void What_was_gone_when_everything_was_asked_for_is_no_gap_and_what_has_gone_since_is_one(long to, string expected)
    {
        StageRoom room = _stage.Join(options: SessionJoinOptions.FromOldest, offset: 50);
        _stage.Reconnect();
        _stage.Joined(offset: 70);
        Gap(1, $"{to}");
        Assert.Equal(expected, string.Join(", ", room.News));
        Assert.Equal(to, room.Room.Position!.Value.Offset);
    }

    [Fact]
    public void Once_something_has_come_every_gap_is_told()
    {
        StageRoom room = _stage.Join(options: SessionJoinOptions.FromOldest, offset: 50);
        _stage.Message(20);
        _stage.Reconnect();
        _stage.Joined(offset: 50);
        Gap(21, "30");
        Assert.Equal(["20 m20", "gap e1 21-30"], room.News);
    }

    [Fact]
    public void A_room_goes_on_from_a_position_that_was_kept()
    {
        StageRoom room = _stage.Ask(options: new SessionJoinOptions { After = new StreamPosition("e1", 6) });
        Assert.Equal(new StreamPosition("e1", 6), room.Room.Position);
        _stage.Joined(offset: 8);
        _stage.Message(6);
        _stage.Message(7);
        Assert.Equal(["7 m7"], room.News);
    }

    [Fact]
    public void Without_positions_every_message_is_told()
    {
        StageRoom room = _stage.Join();
        _stage.Message(0);
        _stage.Message(0);
        Assert.Equal(["0 m0", "0 m0"], room.Told);
        Assert.Equal(0, room.Room.Position!.Value.Offset);
    }

    [Fact]
    public void Nothing_is_told_before_the_answer_to_a_join()
    {
        StageRoom room = _stage.Join();
        _stage.Reconnect();
        _stage.Message(1);
        Assert.Empty(room.Told);
        _stage.Joined(offset: 1);
        _stage.Message(1);
        Assert.Equal(["1 m1"], room.News);
    }

    [Fact]
    public void What_breaks_the_format_ends_the_connection_and_is_asked_for_again()
    {
        StageRoom room = _stage.Join();
        _stage.Message(1);
        _stage.Say("""{"op":"message","group":"lobby","offset":"two","id":"i2","data":"m2"}""");
        Assert.Equal(SessionClientState.Waiting, _stage.Core.State);
        Assert.Contains("an integer was expected", _stage.LastState.Reason, StringComparison.Ordinal);
        _stage.Advance(_stage.LastState.RetryIn);
        _stage.Welcome();
        _stage.Joined(offset: 2);
        _stage.Message(2);
        Assert.Equal(["1 m1", "2 m2"], room.News);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("""{"op":"message"} {}""")]
    [InlineData("""{"op":"joined","group":"lobby","epoch":"e1"}""")]
    [InlineData("""{"op":"message","group":"lobby","offset":1,"id":"\ud800","data":1}""")]
    [InlineData("""{"op":"gap","group":"lobby","from":1,"to":2}""")]
    [InlineData("""{"op":"presence","group":"lobby","version":2,"joined":{}}""")]
    [InlineData("""{"op":"drain","retry_after":-1}""")]
    [InlineData("""{"op":"published","id":"x"}""")]
    public void Nonsense_ends_the_connection(string text)
    {
        _stage.Join();
        _stage.Say(text);
        Assert.Equal(SessionClientState.Waiting, _stage.Core.State);
    }

    [Theory]
    [InlineData("""{"op":"sing","group":"lobby"}""")]
    [InlineData("""{"group":"lobby"}""")]
    [InlineData("""{"op":7}""")]
    [InlineData("""{"op":"message","group":"other","offset":"unread"}""")]
    [InlineData("""{"op":"pong"}""")]
    [InlineData("""{"\ud800":1,"op":"pong","\uDfff":2}""")]
    [InlineData("""{"op":"error","code":"a_new_one","message":"For nobody."}""")]
    public void What_it_does_not_know_is_ignored(string text)
    {
        StageRoom room = _stage.Join();
        _stage.Say(text);
        Assert.Equal(SessionClientState.Open, _stage.Core.State);
        Assert.Empty(room.Told);
    }

    private void Gap(long from, string to) =>
        _stage.Say($$"""{"op":"gap","group":"lobby","epoch":"e1","from":{{from}},"to":{{to}}}""");
}

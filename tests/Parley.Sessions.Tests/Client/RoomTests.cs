using System.Text;

namespace Parley.Sessions.Tests.Client;

/// <summary>Joining, leaving, asking.</summary>
public sealed class RoomTests
{
    private readonly ClientStage _stage = ClientStage.Open();

    [Fact]
    public void What_is_shown_and_which_members_are_told_goes_with_every_join()
    {
        _stage.Ask(options: new SessionJoinOptions { Show = """{"name":"Ada"}"""u8.ToArray(), Members = SessionMembers.Count });
        Assert.Equal("""{"op":"join","ref":"1","group":"lobby","show":{"name":"Ada"},"members":"count"}""", _stage.TakeTexts()[0]);
        _stage.Reconnect();
        Assert.Equal("""{"op":"join","ref":"2","group":"lobby","show":{"name":"Ada"},"members":"count"}""", _stage.TakeTexts()[0]);
    }

    [Fact]
    public void All_rooms_are_joined_again_each_from_where_it_was()
    {
        _stage.Join("a", offset: 5);
        _stage.Join("b", offset: 7);
        _stage.Message(6, "a");
        _stage.Reconnect();
        Assert.Equal(
            [("a", 6L), ("b", 7L)], _stage.Take().Select(static join => ((string)join["group"]!, (long)join["after"]!)));
    }

    [Fact]
    public void A_position_without_an_epoch_or_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SessionJoinOptions { After = new StreamPosition(null!, 1) });
        Assert.Throws<ArgumentException>(() => new SessionJoinOptions { After = new StreamPosition("e", -1) });
        Assert.Throws<ArgumentException>(() => new SessionJoinOptions { After = new StreamPosition("e", 1L << 53) });
    }

    [Fact]
    public void A_room_that_is_refused_ends_and_can_be_joined_again()
    {
        StageRoom room = _stage.Ask();
        Refuse("join", "forbidden");
        Assert.Equal("forbidden", room.Ended);
        _stage.Reconnect();
        Assert.Empty(_stage.TakeTexts());
        _stage.Join();
    }

    [Fact]
    public void A_string_that_is_no_text_is_given_as_it_was_written()
    {
        StageRoom room = _stage.Join();
        _stage.Say("""{"op":"message","group":"lobby","offset":1,"id":"i","data":"\ud800"}""");
        Assert.Equal(["1 \"\\ud800\""], room.News);
    }

    [Fact]
    public void A_room_that_is_refused_after_a_reconnect_is_told_nothing_more()
    {
        StageRoom room = _stage.Join();
        _stage.Reconnect();
        Refuse("join", "forbidden");
        _stage.Message(1);
        Assert.Equal("forbidden", room.Ended);
        Assert.Empty(room.Told);
    }

    [Fact]
    public void A_room_that_is_refused_for_now_is_asked_for_again_when_the_server_says()
    {
        StageRoom room = _stage.Ask();
        Refuse("join", "rate_limited", retryAfter: 3);
        _stage.TakeTexts();
        _stage.Advance(2.999);
        Assert.Empty(_stage.TakeTexts());
        _stage.Advance(0.001);
        _stage.Joined();
        Assert.Equal(["joined e1:0"], room.Told);
        _stage.TakeTexts();
        _stage.Advance(20);
        Assert.Empty(_stage.TakeTexts());
    }

    [Fact]
    public void A_room_that_was_left_or_cut_off_meanwhile_is_not_asked_for_again()
    {
        StageRoom room = _stage.Ask();
        Refuse("join", "unavailable", retryAfter: 3);
        StageRoom other = _stage.Ask("other");
        Refuse("join", "unavailable", retryAfter: 3);
        _stage.Reconnect();
        Assert.Equal(2, _stage.TakeTexts().Count);
        _ = _stage.Core.Leave(room.Room);
        _ = _stage.Core.Leave(other.Room);
        _stage.TakeTexts();
        _stage.Advance(5);
        Assert.Empty(_stage.TakeTexts());
    }

    [Fact]
    public void A_group_cannot_be_joined_twice()
    {
        _stage.Join();
        Assert.Equal("already_joined", Assert.Throws<SessionException>(() => _stage.Ask()).Code);
        _stage.Join("Lobby");
    }

    [Fact]
    public async Task A_room_that_is_left_is_told_nothing_more()
    {
        StageRoom room = _stage.Join();
        Task left = _stage.Core.Leave(room.Room);
        _stage.Message(1);
        Assert.False(left.IsCompleted);
        _stage.Say($$"""{"op":"left","group":"lobby","ref":"{{_stage.RefOf("leave")}}"}""");
        await left;
        Assert.Equal("left", room.Ended);
        Assert.Empty(room.Told);
        _stage.Reconnect();
        Assert.Empty(_stage.TakeTexts());
    }

    [Fact]
    public void Leaving_without_a_connection_or_while_it_is_lost_is_done_at_once()
    {
        StageRoom room = _stage.Join();
        StageRoom other = _stage.Join("other");
        Task left = _stage.Core.Leave(room.Room);
        _stage.Drop();
        Assert.True(left.IsCompletedSuccessfully);
        Assert.True(_stage.Core.Leave(other.Room).IsCompletedSuccessfully);
        _stage.Advance(0.5);
        _stage.Welcome();
        Assert.Empty(_stage.TakeTexts());
    }

    [Fact]
    public void Leaving_before_the_answer_to_the_join_is_in_order()
    {
        StageRoom room = _stage.Ask();
        _ = _stage.Core.Leave(room.Room);
        _stage.Joined();
        Assert.Equal("left", room.Ended);
        Assert.Empty(room.Told);
    }

    [Fact]
    public void A_room_that_is_joined_again_after_it_was_left_hears_nothing_of_its_first_time()
    {
        StageRoom room = _stage.Join(offset: 5);
        _ = _stage.Core.Leave(room.Room);
        StageRoom again = _stage.Ask();
        _stage.Message(6);
        Assert.Empty(again.Told);
        _stage.Joined(offset: 6);
        _stage.Message(7);
        Assert.Equal(["7 m7"], again.News);
        Assert.Empty(room.Told);
    }

    [Fact]
    public void Signals_go_out_while_there_is_a_connection_and_never_later()
    {
        StageRoom room = _stage.Join();
        Assert.True(_stage.Core.TrySignal(room.Room, "true"u8.ToArray()));
        Assert.Equal(["""{"op":"signal","group":"lobby","data":true}"""], _stage.TakeTexts());
        _stage.Say("""{"op":"signal","group":"lobby","client":"c9","user":"bob","data":"typing"}""");
        Assert.Equal(["""signal bob "typing" """.Trim()], room.Told);
        _stage.Drop();
        Assert.False(_stage.Core.TrySignal(room.Room, "true"u8.ToArray()));
        _stage.Advance(0.5);
        _stage.Welcome();
        Assert.Equal("join", (string?)Assert.Single(_stage.Take())["op"]);
    }

    [Fact]
    public void A_signal_that_is_too_large_is_refused_and_one_the_server_refuses_is_told()
    {
        StageRoom room = _stage.Join();
        byte[] large = Encoding.UTF8.GetBytes($"\"{new string('a', 65_536)}\"");
        Assert.Equal("too_large", Assert.Throws<SessionException>(() => _stage.Core.TrySignal(room.Room, large)).Code);
        _stage.Say("""{"op":"error","code":"forbidden","message":"No signals here."}""");
        Assert.Equal(["forbidden"], _stage.Refusals);
    }

    [Fact]
    public void What_is_erased_is_told()
    {
        StageRoom room = _stage.Join();
        _stage.Message(1);
        _stage.Say("""{"op":"deleted","group":"lobby","offset":1}""");
        Assert.Equal(["1 m1", "deleted 1"], room.Told);
    }

    [Fact]
    public async Task A_page_of_history_moves_no_position_and_is_told_to_nobody_but_who_asked()
    {
        StageRoom room = _stage.Join(offset: 9);
        Task<SessionHistoryPage> asked = _stage.Core.ReadHistory("lobby", HistoryQuery.Newest(2));
        string reference = _stage.RefOf("history");
        Assert.Equal(
            $$"""{"op":"history","ref":"{{reference}}","group":"lobby","before":9007199254740991,"limit":2}""",
            Assert.Single(_stage.TakeTexts()));
        _stage.Say($$"""{"op":"history","ref":"{{reference}}","group":"lobby","from":7,"to":9,"messages":[{"offset":7,"id":"a","at":"2026-01-02T03:04:05Z","data":"x"},{"offset":9,"id":"b","at":"2026-01-02T03:04:05Z","data":["y"]}],"more":true}""");
        SessionHistoryPage page = await asked;
        Assert.Equal((7, 9, true), (page.From, page.To, page.HasMore));
        Assert.Equal(["7 x", """9 ["y"]"""], page.Messages.Select(Told.Of));
        Assert.Equal(new StreamPosition("e1", 7), page.Messages[0].Position);
        Assert.Empty(room.Told);
        Assert.Equal(9, room.Room.Position!.Value.Offset);
    }

    [Fact]
    public async Task History_that_is_refused_fails_and_one_whose_answer_was_cut_off_is_asked_for_again()
    {
        Task<SessionHistoryPage> refused = _stage.Core.ReadHistory("lobby", HistoryQuery.After(3));
        Refuse("history", "forbidden");
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<SessionException>(() => refused)).Code);

        Task<SessionHistoryPage> page = _stage.Core.ReadHistory("lobby", HistoryQuery.After(3));
        _stage.Reconnect();
        string reference = _stage.RefOf("history");
        Assert.Equal(3, (long)_stage.Take().Single()["after"]!);
        _stage.Say($$"""{"op":"history","ref":"{{reference}}","group":"lobby","from":4,"to":3,"messages":[],"more":false}""");
        Assert.Empty((await page).Messages);
    }

    [Fact]
    public void An_answer_that_makes_no_sense_fails_who_waits_for_it_and_ends_the_connection()
    {
        Task<SessionHistoryPage> page = _stage.Core.ReadHistory("lobby", HistoryQuery.After(3));
        _stage.Say($$"""{"op":"history","ref":"{{_stage.RefOf("history")}}","group":"lobby","from":4,"to":4,"messages":[7]}""");
        Assert.True(page.IsFaulted);
        Assert.Equal(SessionClientState.Waiting, _stage.Core.State);
    }

    [Fact]
    public async Task A_fresh_token_is_taken_or_refused()
    {
        Task taken = _stage.Core.Authenticate("fresh");
        _stage.Say($$"""{"op":"authenticated","ref":"{{_stage.RefOf("auth")}}","user":"ada"}""");
        await taken;
        Task refused = _stage.Core.Authenticate("stale");
        Refuse("auth", "forbidden");
        await Assert.ThrowsAsync<SessionException>(() => refused);
    }

    [Fact]
    public async Task A_request_that_is_too_large_fails_instead_of_waiting_for_ever()
    {
        Task taken = _stage.Core.Authenticate(new string('t', 65_536));
        Assert.Equal("too_large", (await Assert.ThrowsAsync<SessionException>(() => taken)).Code);
        Assert.Empty(_stage.TakeTexts());
    }

    private void Refuse(string op, string code, double? retryAfter = null) => _stage.Say(
        $$"""{"op":"error","ref":"{{_stage.RefOf(op)}}","code":"{{code}}","message":"No."{{(retryAfter is null ? "" : $",\"retry_after\":{retryAfter}")}}}""");
}

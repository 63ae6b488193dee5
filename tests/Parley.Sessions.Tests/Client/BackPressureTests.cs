namespace Parley.Sessions.Tests.Client;

/// <summary>A reader that is slower than its group.</summary>
public sealed class BackPressureTests
{
    private readonly ClientStage _stage = ClientStage.Open(ClientStage.Defaults with { InboxEvents = 10 });
    private readonly StageRoom _room;
    private long _offset;

    public BackPressureTests()
    {
        _room = _stage.Ask();
        _stage.Joined();
        _stage.TakeTexts();
    }

    [Fact]
    public void The_client_stops_reading_while_much_waits_and_reads_on_when_half_is_taken()
    {
        Messages(8);
        Assert.False(_stage.IsPaused);
        Messages(1);
        Assert.True(_stage.IsPaused);
        Take(4);
        Assert.True(_stage.IsPaused);
        Take(1);
        Assert.False(_stage.IsPaused);
        Assert.Empty(_stage.TakeTexts());
    }

    [Fact]
    public void Bytes_count_too()
    {
        ClientStage stage = ClientStage.Open(ClientStage.Defaults with { InboxBytes = 1000 });
        stage.Join();
        stage.Say($$"""{"op":"message","group":"lobby","offset":1,"id":"i1","data":"{{new string('a', 1000)}}"}""");
        Assert.True(stage.IsPaused);
    }

    [Fact]
    public void It_reads_on_while_it_waits_for_an_answer_since_the_reader_may_wait_for_it_too()
    {
        _stage.Post("1", "a");
        Messages(12);
        Assert.False(_stage.IsPaused);
        _stage.Acknowledge("a");
        Assert.True(_stage.IsPaused);
    }

    [Fact]
    public void While_it_does_not_read_no_pong_is_missed()
    {
        ClientStage stage = ClientStage.Open(ClientStage.Defaults with { InboxEvents = 40 });
        StageRoom room = stage.Ask();
        stage.Joined();
        stage.TakeTexts();
        for (int offset = 1; offset < 40; offset++)
        {
            stage.Message(offset);
        }

        // A reader that takes something every now and then is not given up.
        for (int i = 0; i < 8; i++)
        {
            stage.Advance(9);
            stage.Core.OnTaken(room.Room, room.Events[i]);
        }

        Assert.Equal(["""{"op":"ping"}""", """{"op":"ping"}"""], stage.TakeTexts());
        Assert.True(stage.IsPaused);
        for (int i = 8; i < 20; i++)
        {
            stage.Core.OnTaken(room.Room, room.Events[i]);
        }

        Assert.False(stage.IsPaused);
        stage.Advance(9.999);
        Assert.Equal(SessionClientState.Open, stage.Core.State);
        stage.Advance(0.001);
        Assert.Equal(SessionClientState.Waiting, stage.Core.State);
    }

    [Fact]
    public void A_reader_that_takes_nothing_holds_the_others_up_no_longer_than_the_timeout()
    {
        StageRoom other = _stage.Join("other");
        Messages(9);
        _stage.Advance(9.999);
        Assert.True(_stage.IsPaused);
        _stage.Advance(0.001);
        Assert.Equal("leave", (string?)Assert.Single(_stage.Take())["op"]);
        _stage.Say($$"""{"op":"left","ref":"3","group":"lobby"}""");
        Assert.False(_stage.IsPaused);
        _stage.Message(1, "other");
        Assert.Equal(["1 m1"], other.Told);
    }

    [Fact]
    public void A_group_that_was_left_is_joined_again_from_where_it_was_once_half_is_read()
    {
        _stage.Post("1", "a");
        Messages(50);
        List<string> sent = _stage.TakeTexts();
        Assert.Equal("""{"op":"leave","ref":"2","group":"lobby"}""", sent[^1]);
        Assert.Equal(40, _room.Events.Count);
        Take(34);
        Assert.Empty(_stage.TakeTexts());
        Take(1);
        Assert.Equal("""{"op":"join","ref":"3","group":"lobby","epoch":"e1","after":39}""", Assert.Single(_stage.TakeTexts()));
        _stage.Message(40);
        _stage.Say("""{"op":"left","ref":"2","group":"lobby"}""");
        _stage.Say("""{"op":"joined","ref":"3","group":"lobby","epoch":"e1","offset":50,"recovered":true,"recoverable":true,"version":1}""");
        _stage.Message(40);
        Assert.Equal("40 m40", _room.Told.Last());
        Assert.Null(_room.Ended);
    }

    [Fact]
    public void Behind_it_is_not_joined_by_a_reconnect_either_before_half_is_read()
    {
        _stage.Post("1", "a");
        Messages(45);
        _stage.Reconnect();
        Assert.Equal("publish", (string?)Assert.Single(_stage.Take())["op"]);
        _stage.Drop();
        Take(35);
        _stage.Advance(5);
        _stage.Welcome();
        Assert.Equal(39, (long)_stage.Take()[0]["after"]!);
    }

    [Fact]
    public void A_new_connection_is_read_whatever_waits()
    {
        Messages(9);
        Assert.True(_stage.IsPaused);
        _stage.Reconnect();
        Assert.False(_stage.IsPaused);
        _stage.Joined(offset: 9);
        Assert.True(_stage.IsPaused);
    }

    [Fact]
    public void A_group_that_was_left_by_its_program_holds_nothing_up()
    {
        Messages(9);
        Assert.True(_stage.IsPaused);
        _ = _stage.Core.Leave(_room.Room);
        Assert.False(_stage.IsPaused);
        _stage.Say("""{"op":"left","ref":"2","group":"lobby"}""");
        Assert.False(_stage.IsPaused);
        Take(10);
    }

    private void Messages(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _stage.Message(++_offset);
        }
    }

    private void Take(int count)
    {
        foreach (SessionEvent told in _room.Events.Take(count))
        {
            _stage.Core.OnTaken(_room.Room, told);
        }
    }
}

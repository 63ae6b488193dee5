using Parley.Protocol;

namespace Parley.Sessions.Tests.Client;

/// <summary>Staying connected, and coming back: sections 10 and 11 of the reference.</summary>
public sealed class ReconnectingTests
{
    [Fact]
    public void Nothing_is_sent_before_the_welcome()
    {
        var stage = new ClientStage();
        stage.Ask();
        stage.Post("1");
        _ = stage.Core.Authenticate("token");
        Assert.Empty(stage.TakeTexts());
        stage.Welcome();
        Assert.Equal(["auth", "join", "publish"], stage.Take().Select(static message => (string?)message["op"]));
    }

    [Fact]
    public void The_welcome_is_kept_also_while_there_is_no_connection()
    {
        ClientStage stage = ClientStage.Open();
        stage.Drop();
        Assert.Equal(("c1", "ada"), (stage.Core.Welcome!.Client, stage.Core.Welcome.User));
        Assert.Equal(["history"], stage.Core.Welcome.Features);
    }

    [Fact]
    public void A_welcome_that_does_not_come_in_time_ends_the_attempt()
    {
        var stage = new ClientStage();
        stage.Advance(9.999);
        Assert.True(stage.IsConnected);
        stage.Advance(0.001);
        Assert.False(stage.IsConnected);
        Assert.Contains("No welcome", stage.LastState.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_welcome_is_ignored()
    {
        ClientStage stage = ClientStage.Open();
        stage.Join();
        stage.Say("""{"op":"welcome","client":"x","heartbeat":1,"resend":1,"max_message":1}""");
        Assert.Equal("c1", stage.Core.Welcome!.Client);
        Assert.Empty(stage.TakeTexts());
    }

    [Fact]
    public void The_states_are_told_in_order()
    {
        ClientStage stage = ClientStage.Open();
        stage.Reconnect();
        stage.Core.Close();
        Assert.Equal(
            [
                SessionClientState.Connecting, SessionClientState.Open, SessionClientState.Waiting,
                SessionClientState.Connecting, SessionClientState.Open, SessionClientState.Closed,
            ],
            stage.States.Select(static change => change.State));
    }

    [Fact]
    public void A_loss_is_told_with_its_code_and_reason_and_when_the_next_attempt_is()
    {
        ClientStage stage = ClientStage.Open();
        stage.Drop(CloseCode.InternalError, "a defect");
        Assert.Equal(
            new SessionClientStateChange(
                SessionClientState.Waiting, TimeSpan.FromSeconds(0.5), CloseCode.InternalError, "a defect"),
            stage.LastState);
    }

    [Fact]
    public void Pauses_double_up_to_the_longest()
    {
        var stage = new ClientStage { Chance = 0.5 };
        Assert.Equal([0.5, 1, 2, 4, 8, 10, 10, 10], Pauses(stage, 8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(0.75)]
    public void A_pause_is_any_part_of_what_it_may_be(double chance) =>
        Assert.Equal([chance], Pauses(new ClientStage { Chance = chance }, 1));

    [Fact]
    public void The_pauses_can_be_set()
    {
        var stage = new ClientStage(ClientStage.Defaults with
        {
            MinPause = TimeSpan.FromMilliseconds(100),
            MaxPause = TimeSpan.FromMilliseconds(300),
        });
        Assert.Equal([0.05, 0.1, 0.15, 0.15], Pauses(stage, 4));
    }

    [Fact]
    public void The_next_attempt_is_made_when_the_pause_is_over_not_before()
    {
        ClientStage stage = ClientStage.Open();
        stage.Drop();
        stage.Advance(0.499);
        Assert.Equal(1, stage.Connections);
        stage.Advance(0.001);
        Assert.Equal(2, stage.Connections);
    }

    [Theory]
    [InlineData(4.999, 4)]
    [InlineData(5, 0.5)]
    public void Only_a_connection_that_lasted_makes_the_pauses_short_again(double lasted, double pause)
    {
        var stage = new ClientStage();
        Pauses(stage, 3);
        stage.Welcome();
        stage.Advance(lasted);
        stage.Drop();
        Assert.Equal(pause, stage.LastState.RetryIn.TotalSeconds);
    }

    [Fact]
    public void After_1008_the_pause_is_one_of_the_longest()
    {
        ClientStage stage = ClientStage.Open();
        stage.Advance(30);
        stage.Say("""{"op":"pong"}""");
        stage.Drop(CloseCode.PolicyViolation);
        Assert.Equal(10, stage.LastState.RetryIn.TotalSeconds);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(0.5, 12)]
    [InlineData(0.75, 14)]
    public void A_server_that_drains_is_left_for_as_long_as_it_says_and_up_to_twice_that(double chance, double pause)
    {
        ClientStage stage = ClientStage.Open();
        stage.Chance = chance;
        stage.Say("""{"op":"drain","retry_after":8}""");
        Assert.Equal(SessionClientState.Open, stage.Core.State);
        stage.Drop(CloseCode.ServiceRestart);
        Assert.Equal(pause, stage.LastState.RetryIn.TotalSeconds);
        stage.Advance(pause);
        Assert.Equal(2, stage.Connections);
        stage.Drop();
        Assert.Equal(chance, stage.LastState.RetryIn.TotalSeconds);
    }

    [Fact]
    public async Task What_is_answered_between_a_drain_and_the_end_counts()
    {
        ClientStage stage = ClientStage.Open();
        StageRoom room = stage.Join();
        Task<SessionPublished> published = stage.Publish("1", "a");
        stage.Say("""{"op":"drain","retry_after":1}""");
        stage.Message(1);
        stage.Acknowledge("a");
        await published;
        Assert.Equal(["1 m1"], room.Told);
    }

    [Fact]
    public void Waking_ends_a_pause()
    {
        ClientStage stage = ClientStage.Open();
        stage.Drop();
        stage.Core.Wake();
        Assert.Equal(2, stage.Connections);
        stage.Core.Wake();
        stage.Advance(5);
        Assert.Equal(2, stage.Connections);
    }

    [Fact]
    public void Nobody_hurries_back_to_a_server_that_drains()
    {
        ClientStage stage = ClientStage.Open();
        stage.Chance = 0.9;
        stage.Say("""{"op":"drain","retry_after":8}""");
        stage.Drop(CloseCode.ServiceRestart);
        stage.Advance(7.999);
        stage.Core.Wake();
        Assert.Equal(1, stage.Connections);
        stage.Advance(0.001);
        stage.Core.Wake();
        Assert.Equal(2, stage.Connections);
    }

    [Fact]
    public void A_connection_that_may_be_dead_is_tried_on_waking()
    {
        ClientStage stage = ClientStage.Open();
        stage.Core.Wake();
        Assert.Equal(["""{"op":"ping"}"""], stage.TakeTexts());
        stage.Advance(10);
        Assert.Equal(SessionClientState.Waiting, stage.Core.State);
    }

    [Fact]
    public void The_client_pings_as_often_as_the_welcome_says()
    {
        var stage = new ClientStage();
        stage.Welcome(heartbeat: 7);
        for (int i = 0; i < 3; i++)
        {
            stage.Advance(6.999);
            Assert.Empty(stage.TakeTexts());
            stage.Advance(0.001);
            Assert.Equal(["""{"op":"ping"}"""], stage.TakeTexts());
            stage.Say("""{"op":"pong"}""");
        }
    }

    [Fact]
    public void A_pong_that_does_not_come_in_time_ends_the_connection()
    {
        ClientStage stage = ClientStage.Open();
        stage.Advance(25 + 9.999);
        Assert.Equal(SessionClientState.Open, stage.Core.State);
        stage.Advance(0.001);
        Assert.Equal(SessionClientState.Waiting, stage.Core.State);
        Assert.False(stage.IsConnected);
        stage.Advance(0.5);
        Assert.Equal(2, stage.Connections);
    }

    [Fact]
    public void Whatever_comes_after_a_ping_shows_that_the_server_is_there_and_what_came_before_does_not()
    {
        ClientStage stage = ClientStage.Open();
        stage.Join();
        stage.Advance(25);
        stage.Message(1);
        stage.Advance(24.999);
        Assert.Equal(SessionClientState.Open, stage.Core.State);
        stage.Message(2);
        stage.Advance(0.001 + 10);
        Assert.Equal(SessionClientState.Waiting, stage.Core.State);
    }

    [Fact]
    public void Closing_is_for_good()
    {
        ClientStage stage = ClientStage.Open();
        StageRoom room = stage.Join();
        Task<SessionHistoryPage> page = stage.Core.ReadHistory("lobby", HistoryQuery.Newest());
        stage.Core.Close();
        Assert.Equal((CloseCode.NormalClosure, false, "closed"), (stage.ClosedWith, stage.IsConnected, room.Ended));
        Assert.Equal("closed", ((SessionException)page.Exception!.InnerException!).Code);
        Assert.Equal(TimeSpan.MaxValue, stage.Core.Due);
        stage.Core.OnLost(CloseCode.AbnormalClosure, "");
        stage.Core.OnTick();
        stage.Core.Wake();
        stage.Core.Close();
        Assert.Equal(1, stage.Connections);
        Assert.Throws<SessionException>(() => stage.Ask());
        Assert.True(stage.Core.Authenticate("token").IsFaulted);
        Assert.True(stage.Core.Leave(room.Room).IsCompletedSuccessfully);
    }

    private static List<double> Pauses(ClientStage stage, int count)
    {
        var pauses = new List<double>();
        for (int i = 0; i < count; i++)
        {
            stage.Drop();
            pauses.Add(stage.LastState.RetryIn.TotalSeconds);
            stage.Advance(stage.LastState.RetryIn);
        }

        return pauses;
    }
}

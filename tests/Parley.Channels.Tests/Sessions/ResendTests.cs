namespace Parley.Channels.Tests.Sessions;

/// <summary>Section 8 of the reference page: what is sent again is published once.</summary>
public sealed class ResendTests
{
    private const string First = """{"op":"publish","group":"lobby","id":"i1","data":{"a": 1}}""";

    [Fact]
    public void A_resend_is_a_duplicate_with_the_first_ones_place()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome("ada");
        ada.Ask("""{"op":"join","group":"lobby"}""");
        ada.Ask(First);
        SessionPeer again = stage.Welcome("ada");
        Assert.Equal(["""{"op":"published","group":"lobby","id":"i1","offset":1,"duplicate":true}"""], again.Ask(First));
        Assert.Empty(ada.Take());
    }

    [Theory]
    [InlineData("""{"a": 2}""")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a": 1.0}""")]
    public void Other_data_under_the_same_id_is_refused_compared_as_text(string data)
    {
        SessionPeer ada = new SessionStage().Welcome("ada");
        ada.Ask(First);
        Assert.Equal(
            ["""{"op":"error","ref":"r","id":"i1","code":"id_reused","message":"i1 was used with other data in lobby."}"""],
            ada.Ask($$"""{"op":"publish","ref":"r","group":"lobby","id":"i1","data":{{data}}}"""));
    }

    [Fact]
    public void A_string_with_an_escape_is_not_the_same_as_without()
    {
        SessionPeer ada = new SessionStage().Welcome();
        ada.Ask("""{"op":"publish","group":"lobby","id":"i1","data":"A"}""");
        Assert.Equal(["error id_reused"], [.. ada.Ask("""{"op":"publish","group":"lobby","id":"i1","data":"\u0041"}""").Select(Brief.Of)]);
    }

    [Fact]
    public void Another_users_ids_are_its_own_and_so_are_another_groups()
    {
        var stage = new SessionStage();
        stage.Welcome("ada").Ask(First);
        Assert.Equal(["published 2"], [.. stage.Welcome("bob").Ask(First).Select(Brief.Of)]);
        Assert.Equal(["published 3"], [.. stage.Welcome().Ask(First).Select(Brief.Of)]);
        Assert.Equal(
            ["published 1"], [.. stage.Welcome("ada").Ask(First.Replace("lobby", "other", StringComparison.Ordinal)).Select(Brief.Of)]);
    }

    [Fact]
    public void After_the_window_an_id_is_new_again()
    {
        var stage = new SessionStage();
        stage.Welcome("ada").Ask(First);
        stage.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(["published 2"], [.. stage.Welcome("ada").Ask(First).Select(Brief.Of)]);
    }
}

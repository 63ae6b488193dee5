using Parley.TestSupport;

namespace Parley.Channels.Tests.Sessions;

/// <summary>Section 13 of the reference page: raw members and sessions meet in one group.</summary>
public sealed class RawMemberTests
{
    [Theory]
    [InlineData("hello", "\"hello\"")]
    [InlineData("a \"quoted\" \\ and\na line\u0001", "\"a \\\"quoted\\\" \\\\ and\\u000aa line\\u0001\"")]
    [InlineData("{\"json\":1}", "\"{\\\"json\\\":1}\"")]
    [InlineData("大厅 \u2028 \uD83D\uDE00", "\"大厅 \u2028 \uD83D\uDE00\"")]
    public void A_raw_text_is_a_publication_whose_data_is_that_string(string text, string data)
    {
        var stage = new SessionStage();
        SessionPeer session = Joined(stage);
        MemoryPeer raw = stage.Raw("lobby");
        raw.Say(text);
        Assert.Equal(
            [$$"""{"op":"message","group":"lobby","offset":1,"id":"e1-1","client":"e2!1","at":"1970-01-01T00:00:00.001Z","data":{{data}}}"""],
            session.Take());
        Assert.Equal(["text " + text], raw.Received);
    }

    [Fact]
    public void Raw_bytes_are_base64()
    {
        var stage = new SessionStage();
        SessionPeer session = Joined(stage);
        MemoryPeer raw = stage.Raw("lobby");
        raw.Say([0, 1, 254, 255]);
        Assert.EndsWith(",\"data\":{\"base64\":\"AAH+/w==\"}}", session.Take().Single(), StringComparison.Ordinal);
        Assert.Equal(["binary 4"], raw.Received);
    }

    [Theory]
    [InlineData("\"hello\"", "text hello")]
    [InlineData("\"caf\\u00e9 \\\"x\\\"\"", "text café \"x\"")]
    [InlineData("\"\\ud800\"", "text \"\\ud800\"")]
    [InlineData("{\"base64\": \"AAH+/w==\"}", "binary 4")]
    [InlineData("{\"base64\":\"AAH+/w==\",\"x\":1}", "text {\"base64\":\"AAH+/w==\",\"x\":1}")]
    [InlineData("{\"base64\":\"no base64!\"}", "text {\"base64\":\"no base64!\"}")]
    [InlineData("{\"base64\":\"\\ud800\"}", "text {\"base64\":\"\\ud800\"}")]
    [InlineData("{\"a\": [1, 2.50, null]}", "text {\"a\": [1, 2.50, null]}")]
    [InlineData("1e400", "text 1e400")]
    [InlineData("null", "text null")]
    [InlineData("\"\"", "text ")]
    public void A_raw_member_receives_strings_and_bytes_as_they_were_and_anything_else_as_json(string data, string received)
    {
        var stage = new SessionStage();
        SessionPeer session = Joined(stage);
        MemoryPeer raw = stage.Raw("lobby");
        session.Say($$"""{"op":"publish","group":"lobby","id":"i","data":{{data}}}""");
        Assert.Equal([received], raw.Received);

        // Sessions get it as it was written.
        Assert.EndsWith($",\"data\":{data}}}", session.Take()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_raw_members_said_is_recovered_as_it_was_told()
    {
        var stage = new SessionStage();
        SessionPeer session = Joined(stage);
        stage.Raw("lobby").Say("hello");
        string[] live = session.Take();
        SessionPeer late = stage.Welcome();
        Assert.Equal(live, late.Ask("""{"op":"join","group":"lobby","after":0}""").Skip(1));
    }

    [Fact]
    public void Without_history_a_message_has_an_id_and_a_time_all_the_same()
    {
        var stage = new SessionStage(new InProcessLayer());
        SessionPeer session = Joined(stage);
        stage.Broadcast("lobby", "x");
        Assert.Matches(
            """^\{"op":"message","group":"lobby","offset":1,"id":"[^"]+","at":"1970-01-01T00:00:00.001Z","data":"x"\}$""",
            session.Take().Single());
    }

    [Fact]
    public void Raw_members_hear_no_signals_and_sessions_hear_them_of_others()
    {
        var stage = new SessionStage();
        SessionPeer ada = Joined(stage, "ada");
        SessionPeer bob = Joined(stage);
        MemoryPeer raw = stage.Raw("lobby");
        ada.Say("""{"op":"signal","group":"lobby","data":"typing"}""");
        Assert.Empty(ada.Take());
        Assert.Empty(raw.Received);
        Assert.Equal(["""{"op":"signal","group":"lobby","client":"c1","user":"ada","data":"typing"}"""], bob.Take());
        SessionPeer outside = stage.Welcome();
        Assert.Equal(["error not_joined"], [.. outside.Ask("""{"op":"signal","group":"lobby","data":1}""").Select(Brief.Of)]);
    }

    private static SessionPeer Joined(SessionStage stage, string? user = null)
    {
        SessionPeer peer = stage.Welcome(user);
        peer.Ask("""{"op":"join","group":"lobby"}""");
        return peer;
    }
}

using Parley.Protocol;

namespace Parley.Channels.Tests.Sessions;

/// <summary>Joining, publishing and leaving, message by message.</summary>
public sealed class JoiningTests
{
    [Fact]
    public void No_message_is_announced_to_be_taken_that_is_too_long_for_the_connection()
    {
        var stage = new SessionStage();
        var connection = new ConnectionOptions { Protocol = new ProtocolOptions { MaxMessageSize = 2000 } };
        Assert.Contains("\"max_message\":2000,", stage.Open(connection: connection).Take().Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_message_is_welcome()
    {
        var stage = new SessionStage();
        Assert.Equal(
            ["""{"op":"welcome","client":"c1","user":"ada","heartbeat":25,"resend":900,"max_message":65536,"features":["history","signal"]}"""],
            stage.Open("ada").Take());
        Assert.Equal(
            ["""{"op":"welcome","client":"c2","heartbeat":25,"resend":900,"max_message":65536,"features":["history","signal"]}"""],
            stage.Open().Take());
    }

    [Fact]
    public void Whoever_joins_hears_what_is_published_and_its_own_is_acknowledged()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome("ada");
        SessionPeer bob = stage.Welcome();
        Assert.Equal(
            ["""{"op":"joined","ref":"1","group":"lobby","epoch":"e1","offset":0,"recovered":false,"recoverable":true,"version":0}"""],
            ada.Ask("""{"op":"join","ref":"1","group":"lobby"}"""));
        bob.Say("""{"op":"join","group":"lobby"}""");
        Assert.Equal(
            ["""{"op":"joined","group":"lobby","epoch":"e1","offset":0,"recovered":false,"recoverable":true,"version":0}"""],
            bob.Take());
        ada.Say("""{"op":"publish","ref":"2","group":"lobby","id":"a-1","data":{"text":"Good morning"}}""");
        const string Message =
            """{"op":"message","group":"lobby","offset":1,"id":"a-1","client":"c1","user":"ada","at":"1970-01-01T00:00:00.001Z","data":{"text":"Good morning"}}""";
        Assert.Equal(["""{"op":"published","ref":"2","group":"lobby","id":"a-1","offset":1}""", Message], ada.Take());
        Assert.Equal([Message], bob.Take());
    }

    [Fact]
    public void After_leaving_nothing_of_the_group_comes_and_it_can_be_joined_again()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        Assert.Equal(["""{"op":"left","ref":"x","group":"lobby"}"""], ada.Ask("""{"op":"leave","ref":"x","group":"lobby"}"""));
        stage.Broadcast("lobby", "unheard");
        Assert.Empty(ada.Take());
        Assert.Equal(["error not_joined"], [.. ada.Ask("""{"op":"leave","group":"lobby"}""").Select(Brief.Of)]);
        Assert.Equal(["joined e1 1"], [.. ada.Ask("""{"op":"join","group":"lobby"}""").Select(Brief.Of)]);
        Assert.Equal(["error already_joined"], [.. ada.Ask("""{"op":"join","group":"lobby"}""").Select(Brief.Of)]);
    }

    [Fact]
    public void Whoever_comes_back_gets_what_it_missed()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"lobby"}""");
        ada.Publish("lobby", 1);
        ada.Vanish();
        SessionPeer bob = stage.Welcome();
        bob.Publish("lobby", 2);
        bob.Publish("lobby", 3);
        SessionPeer back = stage.Welcome();
        back.Say("""{"op":"join","group":"lobby","epoch":"e1","after":1}""");
        Assert.Equal(["joined e1 3 recovered", "message 2", "message 3"], back.TakeBriefly());
        bob.Publish("lobby", 4);
        Assert.Equal(["message 4"], back.TakeBriefly());
    }
}

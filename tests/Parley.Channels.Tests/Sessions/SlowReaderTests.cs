using System.Text.Json;

namespace Parley.Channels.Tests.Sessions;

/// <summary>Sessions that read too slowly.</summary>
public sealed class SlowReaderTests
{
    private static readonly ConnectionOptions _narrow = new() { OutboundMark = 1000 };
    private static readonly InMemoryTransportOptions _wire = new() { Capacity = 200 };

    [Fact]
    public void One_is_closed_with_1013_and_recovers_when_it_comes_back()
    {
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome();
        SessionPeer bob = Joined(stage);
        bob.Raw.StopReading();
        Publish(ada, 1, 30);
        Assert.NotEqual(ConnectionState.Open, bob.Connection.State);
        bob.Raw.ReadAgain();
        string[] come = bob.TakeBriefly();
        Assert.Contains("close 1013 reading too slowly", come);
        int last = come.Count(static word => word.StartsWith("message", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, last).Select(static offset => $"message {offset}"), come.Take(last));
        SessionPeer back = stage.Welcome();
        Assert.Equal(
            ["joined e1 30 recovered", .. Enumerable.Range(last + 1, 30 - last).Select(static offset => $"message {offset}")],
            [.. back.Ask($$"""{"op":"join","group":"lobby","epoch":"e1","after":{{last}}}""").Select(Brief.Of)]);
    }

    [Theory]
    [InlineData(SlowReaderPolicy.DropNewest)]
    [InlineData(SlowReaderPolicy.DropOldest)]
    [InlineData(SlowReaderPolicy.KeepLatest)]
    public void Where_a_policy_drops_what_was_dropped_is_one_gap_and_nothing_else_is_missing(SlowReaderPolicy policy)
    {
        var stage = new SessionStage(slowReaders: _ => policy);
        SessionPeer ada = stage.Welcome();
        SessionPeer bob = Joined(stage);
        bob.Raw.StopReading();
        Publish(ada, 1, 30);
        bob.Raw.ReadAgain();
        string[] come = bob.TakeBriefly();
        int last = come.Length - 1;
        Assert.InRange(last, 1, 29);
        Assert.Equal([.. Enumerable.Range(1, last).Select(static offset => $"message {offset}"), $"gap e1 {last + 1}-30"], come);
        Publish(ada, 31, 2);
        Assert.Equal(["message 31", "message 32"], bob.TakeBriefly());
    }

    [Fact]
    public void Every_group_that_lost_something_has_its_gap_told_although_all_the_gaps_are_past_the_mark()
    {
        var stage = new SessionStage(slowReaders: static _ => SlowReaderPolicy.DropNewest);
        SessionPeer ada = stage.Welcome();
        SessionPeer bob = Joined(stage);
        for (int i = 0; i < 50; i++)
        {
            bob.Ask($$"""{"op":"join","group":"{{i}}"}""");
        }

        bob.Raw.StopReading();
        Publish(ada, 1, 30);
        for (int i = 0; i < 50; i++)
        {
            ada.Publish($"{i}", 100 + i);
        }

        bob.Raw.ReadAgain();
        Assert.Equal(
            Enumerable.Range(0, 50),
            bob.Take().Where(static text => text.Contains("\"op\":\"gap\"", StringComparison.Ordinal))
                .Select(static text => JsonDocument.Parse(text).RootElement.GetProperty("group").GetString()!)
                .Where(static group => group != "lobby").Select(int.Parse).Order());
    }

    private static SessionPeer Joined(SessionStage stage)
    {
        SessionPeer peer = stage.Welcome(wire: _wire, connection: _narrow);
        peer.Ask("""{"op":"join","group":"lobby"}""");
        return peer;
    }

    private static void Publish(SessionPeer peer, int from, int count)
    {
        for (int i = from; i < from + count; i++)
        {
            peer.Publish("lobby", i);
        }

        peer.Take();
    }
}

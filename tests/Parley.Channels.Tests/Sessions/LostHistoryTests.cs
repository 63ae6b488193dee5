using Parley.Testing;

namespace Parley.Channels.Tests.Sessions;

/// <summary>A history that is lost while a session reads it.</summary>
public sealed class LostHistoryTests
{
    private static readonly GroupName _lobby = new("lobby");

    private readonly InMemoryCluster _cluster = new(
        new TestClock(),
        new InMemoryClusterOptions { Delivery = ClusterDelivery.ByHand, History = new HistoryOptions { MaxPublications = 2 } });

    [Fact]
    public async Task An_epoch_that_ends_before_it_was_sent_is_missing_from_its_first_publication_on()
    {
        InMemoryNode node = _cluster.CreateNode();
        InMemoryNode other = _cluster.CreateNode();
        var stage = new SessionStage(node.Layer);
        SessionPeer ada = stage.Welcome();
        ada.Say("""{"op":"join","group":"lobby"}""");
        Rest(stage);
        Assert.Equal(["joined e1 0"], ada.TakeBriefly());

        // The second epoch begins, and the session asks for what it has.
        _cluster.LoseHistory();
        await PublishAsync(other, 1);
        while (node.PassReply())
        {
        }

        stage.Loop.Run();
        Assert.True(node.PassRequest());
        Assert.True(node.PassReply());
        stage.Loop.Run();
        Assert.Equal(["joined e2 1", "gap e1 1-null"], ada.TakeBriefly());

        // Before that is answered, there is a third, whose oldest publications are gone by now.
        _cluster.LoseHistory();
        await PublishAsync(other, 4);
        Rest(stage);
        Assert.Equal(["joined e3 4", "gap e2 1-null", "message 3", "message 4"], ada.TakeBriefly());
    }

    [Fact]
    public void A_group_that_history_has_forgotten_is_joined_where_it_was_told_to_stand()
    {
        var clock = new TestClock();
        HistoryOptions options = new() { MaxNodeBytes = 4 * HistoryOptions.GroupOverhead };
        var stage = new SessionStage(new InProcessLayer(new MemoryHistoryStore(options, clock), clock));
        SessionPeer ada = stage.Welcome();
        ada.Say("""{"op":"join","group":"lobby"}""");
        for (int i = 0; i < 8; i++)
        {
            ada.Say($$"""{"op":"join","group":"{{i}}"}""");
        }

        SessionPeer bob = stage.Welcome();
        bob.Say("""{"op":"join","group":"lobby","after":0}""");
        Assert.Equal(["joined e1 0 recovered"], bob.TakeBriefly());
    }

    private static async Task PublishAsync(InMemoryNode node, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Publication publication = Texts.Publication($"{i}");
            Task<PublishResult> publishing = node.Layer.PublishAsync(_lobby, publication).AsTask();
            publication.Release();
            Assert.True(node.PassRequest());
            Assert.True(node.PassReply());
            await publishing;
        }
    }

    private void Rest(SessionStage stage)
    {
        do
        {
            _cluster.PassAll();
            stage.Loop.Run();
        }
        while (_cluster.Nodes.Any(static node => node.RequestCount + node.ReplyCount > 0));
    }
}

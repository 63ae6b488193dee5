using Parley.Channels;

namespace Parley.Testing;

/// <summary>Presence on several nodes.</summary>
internal static class NodeRules
{
    public static PresenceRule[] All { get; } =
    [
        new("Members on all nodes are seen on all nodes", SeenEverywhere, Nodes: 2),
        new("A user with connections to two nodes is one member", OneUserOnTwoNodes, Nodes: 2),
        new("A node without members in a group reads it all the same", ReadFromOutside, Nodes: 2),
        new("The people of a node that stops leave, each once", Stopped, Nodes: 3),
        new("The people of a node that dies leave when its lease has run out, each once", Died, 3, PresencePowers.Death),
        new("Who has connections to a dead node and a live one has not left", DiedWithTabs, 3, PresencePowers.Death),
        new("The people of a node that comes back after its lease are there again, each once", CameBack, 2, PresencePowers.Silence),
        new("Who came and went while a node was silent is there, and not there, when it comes back", Meanwhile, 2, PresencePowers.Silence),
    ];

    private static async Task SeenEverywhere(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann", "1"), node: 0).ConfigureAwait(false);
        PresenceSnapshot second =
            await stage.JoinAsync(stage.Garden, PresenceStage.Member("c2", "bob", "2"), node: 1).ConfigureAwait(false);
        Expect.Sequence(["ann=c1:1", "bob=c2:2"], PresenceStage.NamesOf(second));
        await stage.Recorders[0].WaitForAsync(stage.Garden, "ann=c1:1", "bob=c2:2").ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c1", node: 0).ConfigureAwait(false);
        await stage.Recorders[1].WaitForAsync(stage.Garden, "bob=c2:2").ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c3"), node: 0).ConfigureAwait(false);
        await stage.Recorders[1].WaitForAsync(stage.Garden, "bob=c2:2", "c3").ConfigureAwait(false);
        Expect.Sequence(["-ann", "+c3"], stage.Recorders[1].Comings(stage.Garden));
    }

    private static async Task OneUserOnTwoNodes(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("watch"), node: 0).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann"), node: 0).ConfigureAwait(false);
        PresenceSnapshot second = await stage.JoinAsync(stage.Garden, PresenceStage.Member("c2", "ann"), node: 1).ConfigureAwait(false);
        Expect.Sequence(["ann=c1", "watch"], PresenceStage.NamesOf(second));

        // Whoever sees what was said after it has heard of ann's second connection too.
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("after"), node: 1).ConfigureAwait(false);
        await stage.Recorders[0].WaitForAsync(stage.Garden, "after", "ann=c1", "watch").ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c1", node: 0).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c3"), node: 0).ConfigureAwait(false);
        await stage.Recorders[1].WaitForAsync(stage.Garden, "after", "ann=c1", "c3", "watch").ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c2", node: 1).ConfigureAwait(false);
        await stage.Recorders[0].WaitForAsync(stage.Garden, "after", "c3", "watch").ConfigureAwait(false);
        Expect.Sequence(["+ann", "+after", "+c3", "-ann"], stage.Recorders[0].Comings(stage.Garden));
    }

    private static async Task ReadFromOutside(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann"), node: 0).ConfigureAwait(false);
        Expect.Sequence(["ann=c1"], await stage.ReadAsync(stage.Garden, node: 1).ConfigureAwait(false));
        await stage.LeaveAsync(stage.Garden, "c1", node: 0).ConfigureAwait(false);
        Expect.Sequence([], await stage.ReadAsync(stage.Garden, node: 1).ConfigureAwait(false));
    }

    private static async Task Stopped(PresenceStage stage)
    {
        await FillAsync(stage).ConfigureAwait(false);
        await stage.StopAsync(0).ConfigureAwait(false);
        await ExpectThatTheyLeaveAsync(stage).ConfigureAwait(false);
    }

    private static async Task Died(PresenceStage stage)
    {
        await FillAsync(stage).ConfigureAwait(false);
        await stage.DieAsync(0).ConfigureAwait(false);
        await ExpectThatTheyLeaveAsync(stage).ConfigureAwait(false);
    }

    private static async Task FillAsync(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann"), node: 0).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c2"), node: 0).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c3", "bob"), node: 1).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c4"), node: 2).ConfigureAwait(false);
        await stage.Recorders[1].WaitForAsync(stage.Garden, "ann=c1", "bob=c3", "c2", "c4").ConfigureAwait(false);
    }

    private static async Task ExpectThatTheyLeaveAsync(PresenceStage stage)
    {
        for (int node = 1; node < stage.Nodes.Count; node++)
        {
            PresenceRecorder recorder = stage.Recorders[node];
            await recorder.WaitForAsync(stage.Garden, "bob=c3", "c4").ConfigureAwait(false);
            Expect.Sequence(
                ["-ann", "-c2"],
                recorder.Comings(stage.Garden).Where(static one => one[0] == '-').Order(StringComparer.Ordinal));
        }
    }

    private static async Task DiedWithTabs(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann"), node: 0).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c2"), node: 0).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c3", "ann"), node: 1).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("watch"), node: 2).ConfigureAwait(false);
        await stage.DieAsync(0).ConfigureAwait(false);
        await stage.Recorders[2].WaitForAsync(stage.Garden, "ann=c1", "watch").ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c3", node: 1).ConfigureAwait(false);
        await stage.Recorders[2].WaitForAsync(stage.Garden, "watch").ConfigureAwait(false);
        Expect.Sequence(["-c2", "-ann"], stage.Recorders[2].Comings(stage.Garden));
    }

    private static async Task CameBack(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("watch"), node: 1).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann"), node: 0).ConfigureAwait(false);
        await stage.Recorders[1].WaitForAsync(stage.Garden, "ann=c1", "watch").ConfigureAwait(false);
        await stage.FallSilentAsync(0).ConfigureAwait(false);
        await stage.Recorders[1].WaitForAsync(stage.Garden, "watch").ConfigureAwait(false);
        await stage.ComeBackAsync(0).ConfigureAwait(false);
        await stage.Recorders[1].WaitForAsync(stage.Garden, "ann=c1", "watch").ConfigureAwait(false);
        Expect.Sequence(["+ann", "-ann", "+ann"], stage.Recorders[1].Comings(stage.Garden));
        await stage.LeaveAsync(stage.Garden, "c1", node: 0).ConfigureAwait(false);
        await stage.Recorders[1].WaitForAsync(stage.Garden, "watch").ConfigureAwait(false);
        Expect.Sequence(["watch"], await stage.ReadAsync(stage.Garden, node: 0).ConfigureAwait(false));
    }

    private static async Task Meanwhile(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann"), node: 0).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c2", "bob"), node: 0).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c3", "cid"), node: 1).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c4", "dan"), node: 1).ConfigureAwait(false);
        await stage.Recorders[0].WaitForAsync(stage.Garden, "ann=c1", "bob=c2", "cid=c3", "dan=c4").ConfigureAwait(false);
        await stage.FallSilentAsync(0).ConfigureAwait(false);
        Task left = stage.LeaveAsync(stage.Garden, "c2", node: 0);
        await stage.LeaveAsync(stage.Garden, "c4", node: 1).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c5", "eve"), node: 1).ConfigureAwait(false);
        await stage.ComeBackAsync(0).ConfigureAwait(false);
        await left.ConfigureAwait(false);
        await stage.Recorders[0].WaitForAsync(stage.Garden, "ann=c1", "cid=c3", "eve=c5").ConfigureAwait(false);
        await stage.Recorders[1].WaitForAsync(stage.Garden, "ann=c1", "cid=c3", "eve=c5").ConfigureAwait(false);
        Expect.Sequence(["+dan", "-dan", "+eve"], stage.Recorders[0].Comings(stage.Garden).Where(static one => one[1..] is "dan" or "eve"));
        Expect.True(!stage.Recorders[0].Comings(stage.Garden).Contains("-ann"));
    }
}

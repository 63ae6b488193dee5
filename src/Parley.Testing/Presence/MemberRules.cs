using Parley.Channels;

namespace Parley.Testing;

/// <summary>Who is a member.</summary>
internal static class MemberRules
{
    private const int LongestList = 1000;

    public static PresenceRule[] All { get; } =
    [
        new("Whoever joins is told who is there, itself included", ToldWhoIsThere),
        new("What members show arrives as it was", Shown),
        new("A connection that dies leaves no presence", NothingLeft),
        new("Several connections of a user are one member, shown by the first until it has left", SeveralTabs),
        new("A connection of nobody's user is a member by itself, whatever it is called", NobodysConnections),
        new("Joining twice and leaving twice are as once", Twice),
        new("Each group has members of its own", Groups),
        new("More than 1,000 members are counted, not listed", ManyMembers),
    ];

    private static async Task ToldWhoIsThere(PresenceStage stage)
    {
        PresenceSnapshot first = await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann")).ConfigureAwait(false);
        PresenceSnapshot second = await stage.JoinAsync(stage.Garden, PresenceStage.Member("c2")).ConfigureAwait(false);
        Expect.Sequence(["ann=c1"], PresenceStage.NamesOf(first));
        Expect.Sequence(["ann=c1", "c2"], PresenceStage.NamesOf(second));
        Expect.Equal((1, 2), (first.Count, second.Count));
        Expect.Sequence(["ann=c1", "c2"], await stage.ReadAsync(stage.Garden).ConfigureAwait(false));
    }

    private static async Task Shown(PresenceStage stage)
    {
        const string Show = """{"name":"安 🙂","n":1.0}""";
        await stage.JoinAsync(stage.Lobby, PresenceStage.Member("watch")).ConfigureAwait(false);
        PresenceSnapshot snapshot =
            await stage.JoinAsync(stage.Lobby, PresenceStage.Member("c1", "ann 安", Show)).ConfigureAwait(false);
        Expect.Sequence([$"ann 安=c1:{Show}", "watch"], PresenceStage.NamesOf(snapshot));
        await stage.Recorders[0].WaitForAsync(stage.Lobby, "watch", $"ann 安=c1:{Show}").ConfigureAwait(false);
    }

    private static async Task NothingLeft(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann")).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c2")).ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c1").ConfigureAwait(false);
        await stage.Recorders[0].WaitForAsync(stage.Garden, "c2").ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c2").ConfigureAwait(false);
        Expect.Sequence([], await stage.ReadAsync(stage.Garden).ConfigureAwait(false));
    }

    private static async Task SeveralTabs(PresenceStage stage)
    {
        GroupName garden = stage.Garden;
        PresenceRecorder recorder = stage.Recorders[0];
        await stage.JoinAsync(garden, PresenceStage.Member("watch")).ConfigureAwait(false);
        await stage.JoinAsync(garden, PresenceStage.Member("c1", "ann", "1")).ConfigureAwait(false);
        PresenceSnapshot second = await stage.JoinAsync(garden, PresenceStage.Member("c2", "ann", "2")).ConfigureAwait(false);
        Expect.Sequence(["ann=c1:1", "watch"], PresenceStage.NamesOf(second));
        await stage.LeaveAsync(garden, "c1").ConfigureAwait(false);
        await stage.JoinAsync(garden, PresenceStage.Member("c3", "ann", "3")).ConfigureAwait(false);
        Expect.Sequence(["ann=c1:1", "watch"], await stage.ReadAsync(garden).ConfigureAwait(false));
        await stage.LeaveAsync(garden, "c2").ConfigureAwait(false);
        await stage.LeaveAsync(garden, "c3").ConfigureAwait(false);
        await recorder.WaitForAsync(garden, "watch").ConfigureAwait(false);
        await stage.JoinAsync(garden, PresenceStage.Member("c4", "ann", "4")).ConfigureAwait(false);
        await recorder.WaitForAsync(garden, "watch", "ann=c4:4").ConfigureAwait(false);
        Expect.Sequence(["+ann", "-ann", "+ann"], recorder.Comings(garden));
    }

    private static async Task NobodysConnections(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("a")).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("b")).ConfigureAwait(false);
        PresenceSnapshot snapshot = await stage.JoinAsync(stage.Garden, PresenceStage.Member("c", "a")).ConfigureAwait(false);
        Expect.Sequence(["a", "a=c", "b"], PresenceStage.NamesOf(snapshot));
    }

    private static async Task Twice(PresenceStage stage)
    {
        PresenceRecorder recorder = stage.Recorders[0];
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("watch")).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann")).ConfigureAwait(false);
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann")).ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c1").ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c1").ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "unknown").ConfigureAwait(false);
        await stage.LeaveAsync(stage.Lobby, "c1").ConfigureAwait(false);
        await recorder.WaitForAsync(stage.Garden, "watch").ConfigureAwait(false);
        Expect.Sequence(["+ann", "-ann"], recorder.Comings(stage.Garden));
    }

    private static async Task Groups(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1", "ann")).ConfigureAwait(false);
        await stage.JoinAsync(stage.Lobby, PresenceStage.Member("c1", "ann")).ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c1").ConfigureAwait(false);
        Expect.Sequence([], await stage.ReadAsync(stage.Garden).ConfigureAwait(false));
        Expect.Sequence(["ann=c1"], await stage.ReadAsync(stage.Lobby).ConfigureAwait(false));
    }

    private static async Task ManyMembers(PresenceStage stage)
    {
        PresenceSnapshot last = await stage.JoinAsync(stage.Garden, PresenceStage.Member("c0")).ConfigureAwait(false);
        for (int i = 1; i < LongestList; i++)
        {
            last = await stage.JoinAsync(stage.Garden, PresenceStage.Member($"c{i}")).ConfigureAwait(false);
        }

        await stage.Recorders[0].WaitForCountAsync(stage.Garden, LongestList).ConfigureAwait(false);
        PresenceSnapshot full = await stage.Within(stage.Nodes[0].ReadAsync(stage.Garden)).ConfigureAwait(false);
        Expect.Equal(LongestList, full.Members?.Count ?? -1);
        last = await stage.JoinAsync(stage.Garden, PresenceStage.Member("one more")).ConfigureAwait(false);
        Expect.True(last.Members is null);
        await stage.Recorders[0].WaitForCountAsync(stage.Garden, LongestList + 1).ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c0").ConfigureAwait(false);
        await stage.Recorders[0].WaitForCountAsync(stage.Garden, LongestList).ConfigureAwait(false);
        full = await stage.Within(stage.Nodes[0].ReadAsync(stage.Garden)).ConfigureAwait(false);
        Expect.Equal(LongestList, full.Members?.Count ?? -1);
    }
}

using Parley.Channels;

namespace Parley.Testing;

/// <summary>How changes are told.</summary>
internal static class PresenceChangeRules
{
    private const int Many = 400;

    public static PresenceRule[] All { get; } =
    [
        new("Everything after the version that joining gives is told", NothingMissed),
        new("Changes fit on every snapshot, however many come and go at once", Crowd),
        new("Of groups without members here nothing is told", NobodyHere),
    ];

    private static async Task NothingMissed(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("watch")).ConfigureAwait(false);
        for (int i = 0; i < Many; i++)
        {
            await stage.Within(stage.Nodes[0].JoinAsync(stage.Garden, PresenceStage.Member($"c{i}", $"u{i}"))).ConfigureAwait(false);
        }

        for (int i = 0; i < Many; i += 2)
        {
            await stage.LeaveAsync(stage.Garden, $"c{i}").ConfigureAwait(false);
        }

        string[] stayed = [.. Enumerable.Range(0, Many).Where(static i => i % 2 == 1).Select(static i => $"u{i}=c{i}")];
        await stage.Recorders[0].WaitForAsync(stage.Garden, [.. stayed, "watch"]).ConfigureAwait(false);
        Expect.Equal(
            stage.Recorders[0].Comings(stage.Garden).Count,
            stage.Recorders[0].Comings(stage.Garden).Distinct(StringComparer.Ordinal).Count(),
            "the comings and goings without repetition");
    }

    private static async Task Crowd(PresenceStage stage)
    {
        const int Workers = 4;
        await stage.JoinAsync(stage.Garden, PresenceStage.Member("watch")).ConfigureAwait(false);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(async worker =>
        {
            await Task.Yield();
            for (int i = 0; i < Many / Workers; i++)
            {
                string client = $"{worker}-{i}";
                PresenceSnapshot snapshot = await stage.Within(
                    stage.Nodes[0].JoinAsync(stage.Garden, PresenceStage.Member(client, $"u{i}"))).ConfigureAwait(false);
                Expect.True(snapshot.Members!.Any(member => member.User == $"u{i}"));
                if (i % 2 == 0)
                {
                    await stage.LeaveAsync(stage.Garden, client).ConfigureAwait(false);
                }
            }
        })).ConfigureAwait(false);
        await stage.Recorders[0].WaitForCountAsync(stage.Garden, 1 + (Many / Workers / 2)).ConfigureAwait(false);
        IReadOnlyList<string> members = await stage.ReadAsync(stage.Garden).ConfigureAwait(false);
        await stage.Recorders[0].WaitForAsync(stage.Garden, [.. members]).ConfigureAwait(false);
    }

    private static async Task NobodyHere(PresenceStage stage)
    {
        await stage.JoinAsync(stage.Lobby, PresenceStage.Member("watch")).ConfigureAwait(false);
        PresenceSnapshot snapshot = await stage.JoinAsync(stage.Garden, PresenceStage.Member("c1")).ConfigureAwait(false);
        await stage.LeaveAsync(stage.Garden, "c1").ConfigureAwait(false);
        await stage.JoinAsync(stage.Lobby, PresenceStage.Member("c1")).ConfigureAwait(false);
        await stage.Recorders[0].WaitForAsync(stage.Lobby, "c1", "watch").ConfigureAwait(false);
        Expect.Equal(1, snapshot.Count);
        Expect.Sequence([], stage.Recorders[0].Comings(stage.Garden));
    }
}

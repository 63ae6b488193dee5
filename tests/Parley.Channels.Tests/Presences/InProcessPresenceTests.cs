using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Presences;

/// <summary>The presence of a single node.</summary>
public sealed class InProcessPresenceTests : PresenceTests
{
    private static readonly GroupName _group = new("garden");

    [Fact]
    public async Task Coming_and_going_cost_the_same_among_10_000_as_among_10()
    {
        long small = await AllocatedByComingAndGoing(10);
        long large = await AllocatedByComingAndGoing(10_000);

        // A list of the members would cost 80,000 bytes each time.
        Assert.InRange(large, 0, small + (1000 * 512));
    }

    [Fact]
    public async Task Before_its_start_it_says_what_is_missing()
    {
        await using var presence = new InProcessPresence();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await presence.JoinAsync(_group, Members.Of("c1")));
        Assert.Contains("StartAsync", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_is_made_once_for_all_who_come_between_two_changes()
    {
        await using var presence = new InProcessPresence(time: new TestClock());
        await presence.StartAsync(new PresenceCounter());
        await presence.JoinAsync(_group, Members.Of("c1"));
        PresenceSnapshot first = await presence.ReadAsync(_group);
        Assert.Same(first, await presence.ReadAsync(_group));
        await presence.JoinAsync(_group, Members.Of("c2"));
        Assert.NotSame(first, await presence.ReadAsync(_group));
    }

    [Fact]
    public async Task Versions_of_a_group_rise_even_after_everybody_has_left()
    {
        await using var presence = new InProcessPresence(time: new TestClock());
        await presence.StartAsync(new PresenceCounter());
        PresenceSnapshot before = await presence.JoinAsync(_group, Members.Of("c1"));
        await presence.LeaveAsync(_group, "c1");
        PresenceSnapshot after = await presence.JoinAsync(_group, Members.Of("c1"));
        Assert.True(after.Version > before.Version);
    }

    protected override ValueTask<IReadOnlyList<IPresence>> CreateNodesAsync(int count)
    {
        Assert.Equal(1, count);
        return new([new InProcessPresence()]);
    }

    private static async Task<long> AllocatedByComingAndGoing(int count)
    {
        var clock = new TestClock();
        await using var presence = new InProcessPresence(time: clock);
        await presence.StartAsync(new PresenceCounter());
        for (int i = 0; i < count; i++)
        {
            await presence.JoinAsync(_group, Members.Of($"c{i}"));
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        PresenceMember member = Members.Of("one more");
        return Allocations.InThousandRounds(() =>
        {
            ValueTask<PresenceSnapshot> joining = presence.JoinAsync(_group, member);
            Assert.True(joining.IsCompletedSuccessfully);
            ValueTask leaving = presence.LeaveAsync(_group, member.Client);
            Assert.True(leaving.IsCompletedSuccessfully);
        });
    }
}

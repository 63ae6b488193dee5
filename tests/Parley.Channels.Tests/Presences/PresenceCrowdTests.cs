using Parley.Testing;

namespace Parley.Channels.Tests.Presences;

/// <summary>What it costs when many come at once.</summary>
public sealed class PresenceCrowdTests : IAsyncDisposable
{
    private const int Crowd = 1000;

    private static readonly GroupName _group = new("stadium");

    private readonly TestClock _clock = new();
    private readonly PresenceCounter _counter = new();
    private readonly InProcessPresence _presence;

    public PresenceCrowdTests() => _presence = new InProcessPresence(time: _clock);

    public ValueTask DisposeAsync() => _presence.DisposeAsync();

    [Fact]
    public async Task A_thousand_who_come_at_once_cost_a_change_for_each_of_the_first_hundred_and_one_more()
    {
        await JoinAsync(0, Crowd);
        Assert.Equal(PresenceOptions.Default.TellAtOnce, _counter.Changes.Count);
        _clock.Advance(PresenceOptions.Default.Interval);
        Assert.Equal(PresenceOptions.Default.TellAtOnce + 1, _counter.Changes.Count);
        Assert.Equal(Crowd, _counter.Changes[^1].Count);

        // What members are sent: each change goes to those who are there by then.
        int messages = _counter.Changes.Sum(static change => change.Count);
        Assert.Equal((100 * 101 / 2) + 1000, messages);
    }

    [Fact]
    public async Task A_large_group_is_told_once_in_an_interval_however_much_happens()
    {
        await JoinAsync(0, Crowd);
        _clock.Advance(PresenceOptions.Default.Interval);
        _counter.Changes.Clear();
        for (int i = 0; i < 100; i++)
        {
            await JoinAsync(Crowd + (10 * i), 10);
            _clock.Advance(PresenceOptions.Default.Interval / 10);
        }

        Assert.InRange(_counter.Changes.Count, 9, 10);
    }

    [Fact]
    public async Task A_small_group_is_told_at_once()
    {
        await JoinAsync(0, 3);
        await _presence.LeaveAsync(_group, "c1");
        Assert.Equal(4, _counter.Changes.Count);
    }

    [Fact]
    public async Task A_large_group_that_empties_is_told_to_the_last()
    {
        await JoinAsync(0, Crowd);
        for (int i = 1; i < Crowd; i++)
        {
            await _presence.LeaveAsync(_group, $"c{i}");
        }

        Assert.Equal(["c0"], Members.Names((await _presence.ReadAsync(_group)).Members!));
        Assert.Equal(1, _counter.Changes[^1].Count);
        int changes = _counter.Changes.Count;
        _clock.Advance(PresenceOptions.Default.Interval);
        Assert.Equal(changes, _counter.Changes.Count);
    }

    private async Task JoinAsync(int first, int count)
    {
        if (first == 0)
        {
            await _presence.StartAsync(_counter);
        }

        for (int i = first; i < first + count; i++)
        {
            await _presence.JoinAsync(_group, Members.Of($"c{i}"));
        }
    }
}

using Parley.Testing;

namespace Parley.Channels.Tests.Presences;

/// <summary>What is told of members where changes gather.</summary>
public sealed class PresenceChangeTests : IAsyncDisposable
{
    private static readonly GroupName _group = new("garden");

    private readonly TestClock _clock = new();
    private readonly PresenceCounter _counter = new();
    private readonly InProcessPresence _presence;

    public PresenceChangeTests() => _presence = new InProcessPresence(new PresenceOptions { TellAtOnce = 0 }, _clock);

    public ValueTask DisposeAsync() => _presence.DisposeAsync();

    [Fact]
    public async Task Who_comes_and_goes_between_two_tellings_is_not_told()
    {
        await StartAsync("watch");
        await JoinAsync(Members.Of("c1"));
        await _presence.LeaveAsync(_group, "c1");
        Assert.Null(Tell());
    }

    [Fact]
    public async Task Who_goes_and_comes_again_between_two_tellings_is_told_as_the_new_one()
    {
        await StartAsync("watch");
        await JoinAsync(Members.Of("c1", "ann"));
        Tell();
        await _presence.LeaveAsync(_group, "c1");
        await JoinAsync(Members.Of("c2", "ann"));
        PresenceChange change = Tell()!;
        Assert.Equal(["ann=c1"], Members.Names(change.Left));
        Assert.Equal(["ann=c2"], Members.Names(change.Joined));
        Assert.Equal(2, change.Count);
    }

    [Fact]
    public async Task A_snapshot_shows_what_was_told_and_the_one_who_joins()
    {
        await StartAsync("c1");
        long version = (await _presence.ReadAsync(_group)).Version;
        await JoinAsync(Members.Of("c2"));
        await _presence.LeaveAsync(_group, "c1");
        PresenceSnapshot snapshot = await JoinAsync(Members.Of("c3", "ann"));
        Assert.Equal(["c1", "ann=c3"], Members.Names(snapshot.Members!));
        Assert.Equal((version, 2), (snapshot.Version, snapshot.Count));
        Assert.Equal(["c1"], Members.Names((await _presence.ReadAsync(_group)).Members!));
        PresenceChange change = Tell()!;
        Assert.True(change.Version > version);
        Assert.Equal(["c2", "ann=c3"], Members.Names((await _presence.ReadAsync(_group)).Members!));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_happens_snapshots_and_changes_agree_with_a_simple_count(int seed)
    {
        await StartAsync("watch");
        var random = new Random(seed);
        var connections = new Dictionary<string, PresenceMember>(StringComparer.Ordinal) { ["watch"] = Members.Of("watch") };
        var known = new Dictionary<string, PresenceMember>(connections, StringComparer.Ordinal);
        for (int i = 0; i < 5000; i++)
        {
            string client = $"c{random.Next(12)}";
            if (random.Next(2) == 0)
            {
                string? user = random.Next(3) == 0 ? null : $"u{random.Next(5)}";
                PresenceMember member = connections.GetValueOrDefault(client) ?? Members.Of(client, user);
                connections[client] = member;
                await JoinAsync(member);
            }
            else
            {
                connections.Remove(client);
                await _presence.LeaveAsync(_group, client);
            }

            if (random.Next(4) == 0 && Tell() is { } change)
            {
                Apply(change, known);
                Assert.Equal(
                    connections.Values.Select(KeyOf).Distinct().Order(StringComparer.Ordinal), known.Keys.Order(StringComparer.Ordinal));
            }

            Assert.Equal(
                known.Values.Select(static member => member.Client).Order(StringComparer.Ordinal),
                (await _presence.ReadAsync(_group)).Members!.Select(static member => member.Client).Order(StringComparer.Ordinal));
        }
    }

    // Who has left was there, and who has joined was not.
    private static void Apply(PresenceChange change, Dictionary<string, PresenceMember> known)
    {
        foreach (PresenceMember left in change.Left)
        {
            Assert.Equal(left, known[KeyOf(left)]);
            known.Remove(KeyOf(left));
        }

        foreach (PresenceMember joined in change.Joined)
        {
            known.Add(KeyOf(joined), joined);
        }

        Assert.Equal(known.Count, change.Count);
    }

    private static string KeyOf(PresenceMember member) => member.User ?? member.Client;

    private async Task StartAsync(string first)
    {
        await _presence.StartAsync(_counter);
        await JoinAsync(Members.Of(first));
        Tell();
    }

    private async Task<PresenceSnapshot> JoinAsync(PresenceMember member) => await _presence.JoinAsync(_group, member);

    /// <summary>Lets the interval pass.</summary>
    private PresenceChange? Tell()
    {
        _counter.Changes.Clear();
        _clock.Advance(PresenceOptions.Default.Interval);
        return _counter.Changes.SingleOrDefault();
    }
}

using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Presences;

/// <summary>A node and its presence store, when something goes wrong between them.</summary>
public sealed class PresenceStoreTests : IAsyncLifetime
{
    private static readonly GroupName _group = new("garden");
    private static readonly PresenceNode _other = new("other", 1);

    private readonly TestClock _clock = new();
    private readonly PresenceCounter _counter = new();
    private readonly ScriptedPresenceStore _store = new();
    private readonly ClusterPresence _presence;

    public PresenceStoreTests() => _presence = new ClusterPresence(_store, time: _clock);

    public ValueTask InitializeAsync() => _presence.StartAsync(_counter);

    public ValueTask DisposeAsync() => _presence.DisposeAsync();

    [Fact]
    public async Task A_hole_in_the_numbers_is_filled_by_reading_again_and_who_stays_has_not_left()
    {
        _store.Roster = new PresenceRoster(5, [Entry("c1", "ann"), Entry("c2", "bob")]);
        await JoinAsync("own");
        _counter.Changes.Clear();
        _store.Roster = new PresenceRoster(8, [Entry("c2", "bob"), Entry("c3", "cid")]);
        _store.Handler.OnUpdate(_group, 8, Update(entered: Members.Of("c3", "cid")));
        PresenceChange change = Assert.Single(_counter.Changes);
        Assert.Equal(["ann=c1"], Members.Names(change.Left));
        Assert.Equal(["cid=c3"], Members.Names(change.Joined));
    }

    [Fact]
    public async Task What_was_read_already_is_not_applied_again()
    {
        _store.Roster = new PresenceRoster(5, [Entry("c1", "ann")]);
        await JoinAsync("own");
        _counter.Changes.Clear();
        _store.Handler.OnUpdate(_group, 5, new PresenceUpdate(_other, PresenceUpdateKind.Changed, [], ["c1"]));
        Assert.Empty(_counter.Changes);
        _store.Handler.OnUpdate(_group, 6, new PresenceUpdate(_other, PresenceUpdateKind.Changed, [], ["c1"]));
        Assert.Equal(["ann=c1"], Members.Names(Assert.Single(_counter.Changes).Left));
    }

    [Fact]
    public async Task What_a_node_says_of_a_connection_that_is_at_another_by_now_counts_for_nothing()
    {
        _store.Roster = new PresenceRoster(5, [Entry("c1", "ann")]);
        await JoinAsync("own");
        _counter.Changes.Clear();
        PresenceNode later = _other with { Life = 2 };
        _store.Handler.OnUpdate(_group, 6, new PresenceUpdate(later, PresenceUpdateKind.Changed, [Members.Of("c1", "ann")], []));
        _store.Handler.OnUpdate(_group, 7, new PresenceUpdate(_other, PresenceUpdateKind.Changed, [], ["c1"]));
        _store.Handler.OnUpdate(_group, 8, PresenceUpdate.Ended(_other));
        Assert.Empty(_counter.Changes);
        _store.Handler.OnUpdate(_group, 9, PresenceUpdate.Ended(later));
        Assert.Equal(["ann=c1"], Members.Names(Assert.Single(_counter.Changes).Left));
    }

    [Fact]
    public async Task What_the_store_has_of_the_nodes_own_earlier_life_is_no_member()
    {
        await JoinAsync("own");
        PresenceNode earlier = _store.Leases.Single() with { Life = 0 };
        _store.Roster = new PresenceRoster(5, [new PresenceEntry(earlier, Members.Of("ghost"))]);
        _store.Handler.OnReconnected();
        _store.Handler.OnUpdate(_group, 6, PresenceUpdate.Ended(earlier));
        Assert.Equal(["own"], Members.Names((await _presence.ReadAsync(_group)).Members!));
    }

    [Fact]
    public async Task While_the_store_is_down_a_node_knows_its_own_people_and_says_so_later()
    {
        _store.IsDown = true;
        PresenceSnapshot snapshot = await JoinAsync("own");
        Assert.Equal(["own"], Members.Names(snapshot.Members!));
        await JoinAsync("gone");
        await _presence.LeaveAsync(_group, "gone");
        _store.IsDown = false;
        _store.Roster = new PresenceRoster(5, [Entry("c1", "ann")]);
        _clock.Advance(PresenceOptions.Default.Lease);
        Assert.Equal(["own"], Members.Names(_store.Updates.SelectMany(static update => update.Entered)));
        Assert.Equal(["ann=c1", "own"], Members.Names((await _presence.ReadAsync(_group)).Members!).Order());
    }

    [Fact]
    public async Task While_a_group_is_read_again_what_is_known_of_it_stays_known()
    {
        _store.Roster = new PresenceRoster(5, [Entry("c1", "ann")]);
        PresenceSnapshot joined = await JoinAsync("own");
        _store.IsDown = true;
        _store.Handler.OnReconnected();
        _store.Roster = new PresenceRoster(5, []);
        PresenceSnapshot read = await _presence.ReadAsync(_group);
        Assert.Equal((joined.Version, 2), (read.Version, read.Count));
    }

    [Fact]
    public async Task A_line_that_is_back_while_the_last_try_fails_is_tried_again_at_once()
    {
        await JoinAsync("own");
        _store.IsDown = true;
        _store.Meanwhile["update"] = () =>
        {
            _store.IsDown = false;
            _store.Roster = new PresenceRoster(5, [Entry("c1", "ann")]);
            _store.Handler.OnReconnected();
        };
        await JoinAsync("later");
        Assert.Equal(["ann=c1", "later", "own"], Members.Names((await _presence.ReadAsync(_group)).Members!).Order());
        Assert.Equal(["own", "later"], Members.Names(_store.Updates.SelectMany(static update => update.Entered)));
    }

    [Fact]
    public async Task A_group_that_was_read_before_the_line_came_back_is_read_again()
    {
        _store.Meanwhile["watch"] = () =>
        {
            _store.Roster = new PresenceRoster(5, [Entry("c1", "ann")]);
            _store.Handler.OnReconnected();
        };
        await JoinAsync("own");
        Assert.Equal(["ann=c1", "own"], Members.Names((await _presence.ReadAsync(_group)).Members!).Order());
    }

    [Fact]
    public async Task A_lease_that_ends_while_another_node_is_looked_after_is_begun_anew_at_once()
    {
        await JoinAsync("own");
        PresenceNode first = _store.Leases.Single();
        Task? joining = null;
        _store.Meanwhile["expire"] = () =>
        {
            _store.Leases.Clear();
            joining = JoinAsync("later");
        };
        _clock.Advance(PresenceOptions.Default.Lease / 3);
        await joining!;
        Assert.Equal(first with { Life = first.Life + 1 }, _store.Leases.Single());
        Assert.Equal(
            ["later", "own"],
            Members.Names(_store.Updates.Where(update => update.Node != first).SelectMany(static update => update.Entered)).Order());
    }

    [Fact]
    public async Task A_node_whose_lease_has_ended_begins_another_and_enters_its_people_under_it()
    {
        await JoinAsync("own");
        PresenceNode first = _store.Leases.Single();
        _store.Leases.Clear();
        _counter.Changes.Clear();
        await JoinAsync("later");
        PresenceNode second = _store.Leases.Single();
        Assert.Equal(first with { Life = first.Life + 1 }, second);
        Assert.Equal(
            ["later", "own"],
            Members.Names(_store.Updates.Where(update => update.Node == second).SelectMany(static update => update.Entered)).Order());

        // Its own people have not noticed.
        Assert.Empty(_counter.Changes.SelectMany(static change => change.Left));
    }

    [Fact]
    public async Task A_node_that_goes_away_while_its_lease_is_renewed_begins_no_other_behind_its_back()
    {
        var renewal = new TaskCompletionSource();
        _store.Renewal = renewal.Task;
        _clock.Advance(PresenceOptions.Default.Lease / 3);
        Task gone = _presence.DisposeAsync().AsTask();
        _store.Leases.Clear();
        renewal.SetResult();
        await Within.Time(gone);
        Assert.Equal("end", _store.Calls[^1]);
        Assert.Empty(_store.Leases);
    }

    [Fact]
    public async Task A_node_that_has_gone_away_begins_no_other_lease()
    {
        await JoinAsync("own");
        await _presence.DisposeAsync();
        await _presence.LeaveAsync(_group, "own");
        Assert.Empty(_store.Leases);
    }

    [Fact]
    public async Task A_lease_is_renewed_three_times_as_often_as_it_must()
    {
        _store.Calls.Clear();
        for (int i = 0; i < 10; i++)
        {
            _clock.Advance(PresenceOptions.Default.Lease);
        }

        Assert.Equal(30, _store.Calls.Count(static call => call == "renew"));
        await _presence.LeaveAsync(_group, "unknown");
    }

    [Fact]
    public async Task A_group_that_the_last_one_has_left_is_watched_no_more()
    {
        await JoinAsync("own");
        await _presence.LeaveAsync(_group, "own");
        Assert.Equal("unwatch", _store.Calls[^1]);
        Assert.Equal(["own"], _store.Updates[^1].Left);
    }

    private static PresenceEntry Entry(string client, string user) => new(_other, Members.Of(client, user));

    private static PresenceUpdate Update(PresenceMember entered) => new(_other, PresenceUpdateKind.Changed, [entered], []);

    private async Task<PresenceSnapshot> JoinAsync(string client) => await _presence.JoinAsync(_group, Members.Of(client));
}

using System.Text;
using Parley.Channels;

namespace Parley.Testing;

/// <summary>Nodes with presence and somebody on each who is told, and what rules do with them.</summary>
internal sealed class PresenceStage(IReadOnlyList<IPresence> nodes, PresenceSpecification specification, TimeSpan patience)
{
    private readonly string _run = $"{Guid.NewGuid():N}"[..8];
    private readonly List<IPresence> _living = [.. nodes];
    private readonly PresenceRecorder[] _recorders = [.. nodes.Select(_ => new PresenceRecorder(patience))];

    public IReadOnlyList<IPresence> Nodes => nodes;

    /// <summary>The nodes that have neither been stopped nor killed.</summary>
    public IReadOnlyList<IPresence> Living => _living;

    public IReadOnlyList<PresenceRecorder> Recorders => _recorders;

    /// <summary>Groups that no other check uses.</summary>
    public GroupName Garden => new($"garden-{_run}");

    public GroupName Lobby => new($"大厅-{_run}");

    public static PresenceMember Member(string client, string? user = null, string show = "") =>
        new(client, user, Encoding.UTF8.GetBytes(show));

    public async Task StartAsync()
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            await Within(nodes[i].StartAsync(_recorders[i])).ConfigureAwait(false);
        }
    }

    public async Task<PresenceSnapshot> JoinAsync(GroupName group, PresenceMember member, int node = 0)
    {
        PresenceSnapshot snapshot = await Within(nodes[node].JoinAsync(group, member)).ConfigureAwait(false);
        _recorders[node].Follow(group, snapshot);
        return snapshot;
    }

    public Task LeaveAsync(GroupName group, string client, int node = 0) => Within(nodes[node].LeaveAsync(group, client));

    /// <summary>Who is there, in the order of their names.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(GroupName group, int node = 0) =>
        NamesOf(await Within(nodes[node].ReadAsync(group)).ConfigureAwait(false));

    public static IReadOnlyList<string> NamesOf(PresenceSnapshot snapshot) =>
        [.. snapshot.Members!.Select(PresenceRecorder.NameOf).Order(StringComparer.Ordinal)];

    public Task StopAsync(int node)
    {
        _living.Remove(nodes[node]);
        return Within(nodes[node].DisposeAsync());
    }

    public Task DieAsync(int node)
    {
        _living.Remove(nodes[node]);
        return Within(specification.KillAsync(nodes[node]));
    }

    public Task FallSilentAsync(int node) => Within(specification.FallSilentAsync(nodes[node]));

    public Task ComeBackAsync(int node) => Within(specification.ComeBackAsync(nodes[node]));

    public Task Within(ValueTask work) => work.AsTask().WaitAsync(patience);

    public Task<T> Within<T>(ValueTask<T> work) => work.AsTask().WaitAsync(patience);
}

using Parley.Channels;

namespace Parley.Testing;

/// <summary>A group's connections in a cluster, and the nodes that watch it. Under the cluster's lock.</summary>
internal sealed class MemoryRoster
{
    private readonly SortedDictionary<long, PresenceEntry> _entries = [];
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);
    private long _lastPlace;

    public long Number { get; set; }

    /// <summary>Who is told, each with its line.</summary>
    public Dictionary<NodeLink, IPresenceStoreHandler> Watchers { get; } = [];

    public int Count => _entries.Count;

    public PresenceRoster Read() => new(Number, [.. _entries.Values]);

    public bool Has(PresenceNode node) => _entries.Values.Any(entry => entry.Node == node);

    public void Apply(PresenceUpdate update)
    {
        foreach (PresenceMember member in update.Entered)
        {
            if (!_places.TryGetValue(member.Client, out long place))
            {
                _places.Add(member.Client, place = ++_lastPlace);
            }

            _entries[place] = new PresenceEntry(update.Node, member);
        }

        foreach (string client in update.Left)
        {
            Remove(client);
        }

        if (update.Kind == PresenceUpdateKind.NodeEnded)
        {
            foreach (PresenceEntry entry in _entries.Values.Where(entry => entry.Node == update.Node).ToArray())
            {
                Remove(entry.Member.Client);
            }
        }
    }

    private void Remove(string client)
    {
        if (_places.Remove(client, out long place))
        {
            _entries.Remove(place);
        }
    }
}

namespace Parley.Channels;

/// <summary>
/// The members of one group: what connections coming and going make of them, and what has been told of it. It knows no
/// clock, no store and no threads. Changes gather until <see cref="Tell"/>; snapshots show what has been told, so that
/// each change fits on each snapshot. Coming, going and telling cost the same however many members there are.
/// </summary>
/// <param name="options">How many members a snapshot lists.</param>
/// <param name="version">The version to begin after.</param>
internal sealed class GroupMembers(PresenceOptions options, long version)
{
    private readonly Dictionary<string, PresentConnection> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<MemberKey, LinkedListNode<PresentMember>> _members = [];
    private readonly LinkedList<PresentMember> _inOrder = new();

    // Whom something happened to that has not been told, each as the others know it; null if they don't.
    private readonly Dictionary<MemberKey, PresenceMember?> _untold = [];
    private long _version = version;
    private long _toldVersion = version;
    private int _toldCount;
    private PresenceSnapshot? _snapshot;

    /// <summary>How many members there are, told or not.</summary>
    public int Count => _members.Count;

    /// <summary>How many changes there have been, told or not.</summary>
    public long Version => _version;

    public bool IsUntold => _untold.Count > 0;

    /// <summary>A connection has come. If it is there already, nothing changes but the node it is connected to.</summary>
    public void Enter(PresenceNode node, PresenceMember connection)
    {
        if (_connections.TryGetValue(connection.Client, out PresentConnection known))
        {
            _connections[connection.Client] = known with { Node = node };
            return;
        }

        var key = MemberKey.Of(connection);
        if (!_members.TryGetValue(key, out LinkedListNode<PresentMember>? member))
        {
            OnChanging(key, null);
            member = _inOrder.AddLast(new PresentMember(key, connection));
            _members.Add(key, member);
        }

        member.Value.ConnectionCount++;
        _connections.Add(connection.Client, new PresentConnection(node, member));
    }

    /// <summary>A connection has gone. Nothing happens if it is not there, or by another node meanwhile.</summary>
    public void Leave(PresenceNode node, string client)
    {
        if (!_connections.TryGetValue(client, out PresentConnection connection) || connection.Node != node)
        {
            return;
        }

        _connections.Remove(client);
        PresentMember member = connection.Member.Value;
        if (--member.ConnectionCount == 0)
        {
            OnChanging(member.Key, member.Shown);
            _members.Remove(member.Key);
            _inOrder.Remove(connection.Member);
        }
    }

    /// <summary>A node is no more: all of its connections have gone.</summary>
    public void LeaveAll(PresenceNode node)
    {
        foreach (string client in ClientsWhere(connection => connection.Node == node))
        {
            Leave(node, client);
        }
    }

    /// <summary>Says anew who is there by way of other nodes. Whoever stays has not left.</summary>
    /// <param name="own">The node whose connections stay as they are.</param>
    /// <param name="entries">All connections of the others.</param>
    public void Replace(string own, IReadOnlyList<PresenceEntry> entries)
    {
        HashSet<string> present = new(StringComparer.Ordinal);
        foreach (PresenceEntry entry in entries)
        {
            if (entry.Node.Id != own)
            {
                present.Add(entry.Member.Client);
            }
        }

        foreach (string client in ClientsWhere(connection => connection.Node.Id != own))
        {
            if (!present.Contains(client))
            {
                Leave(_connections[client].Node, client);
            }
        }

        foreach (PresenceEntry entry in entries)
        {
            if (entry.Node.Id != own)
            {
                Enter(entry.Node, entry.Member);
            }
        }
    }

    /// <summary>Takes what is to be told. Null if that is nothing, such as after somebody has come and gone.</summary>
    public PresenceChange? Tell()
    {
        List<PresenceMember> left = [];
        List<PresenceMember> joined = [];
        foreach ((MemberKey key, PresenceMember? before) in _untold)
        {
            PresenceMember? now = _members.TryGetValue(key, out LinkedListNode<PresentMember>? member) ? member.Value.Shown : null;
            if (before is not null)
            {
                left.Add(before);
            }

            if (now is not null)
            {
                joined.Add(now);
            }
        }

        _untold.Clear();
        if (left.Count + joined.Count == 0)
        {
            return null;
        }

        _snapshot = null;
        _toldVersion = _version;
        _toldCount = _members.Count;
        return new PresenceChange(_toldVersion, _toldCount, left, joined);
    }

    /// <summary>What has been told, and one connection's member besides, whether it has been told or not.</summary>
    /// <param name="own">The connection; null for nobody.</param>
    public PresenceSnapshot Read(PresenceMember? own)
    {
        PresenceSnapshot told = _snapshot ??= new PresenceSnapshot(_toldVersion, _toldCount, ListTold());
        if (own is null || !_members.TryGetValue(MemberKey.Of(own), out LinkedListNode<PresentMember>? member)
            || !_untold.TryGetValue(member.Value.Key, out PresenceMember? known) || known is not null)
        {
            return told;
        }

        bool isListed = told.Members is not null && told.Count < options.MaxListed;
        return new PresenceSnapshot(
            told.Version, told.Count + 1, isListed ? new ListAndOne<PresenceMember>(told.Members!, member.Value.Shown) : null);
    }

    private PresenceMember[]? ListTold()
    {
        if (_toldCount > options.MaxListed)
        {
            return null;
        }

        var told = new List<PresenceMember>(_toldCount);
        foreach (PresentMember member in _inOrder)
        {
            if (!_untold.ContainsKey(member.Key))
            {
                told.Add(member.Shown);
            }
        }

        told.AddRange(_untold.Values.OfType<PresenceMember>());
        return [.. told];
    }

    private void OnChanging(MemberKey key, PresenceMember? before)
    {
        _version++;
        _untold.TryAdd(key, before);
    }

    private string[] ClientsWhere(Func<PresentConnection, bool> condition) =>
        [.. _connections.Where(pair => condition(pair.Value)).Select(static pair => pair.Key)];
}

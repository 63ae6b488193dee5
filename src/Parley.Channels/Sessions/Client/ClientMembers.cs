namespace Parley.Channels;

/// <summary>Who is in a group, as a client is told: the reference's section 9.</summary>
internal sealed class ClientMembers
{
    private Dictionary<string, PresenceMember> _members = new(StringComparer.Ordinal);
    private long _version;

    public int Count { get; private set; }

    public IReadOnlyList<PresenceMember> List => [.. _members.Values];

    /// <summary>Takes the members as a <c>joined</c> tells them.</summary>
    /// <returns>Who has come and gone since they were told last; null if nobody has.</returns>
    public SessionPresence? Replace(PresenceSnapshot snapshot)
    {
        Dictionary<string, PresenceMember> before = _members;
        int countBefore = Count;
        _members = new Dictionary<string, PresenceMember>(StringComparer.Ordinal);
        foreach (PresenceMember member in snapshot.Members ?? [])
        {
            _members[KeyOf(member)] = member;
        }

        _version = snapshot.Version;
        Count = snapshot.Members is null ? snapshot.Count : _members.Count;

        // Where only the number is told, nobody is known to have left.
        List<PresenceMember> came = Without(_members, before);
        List<PresenceMember> left = snapshot.Members is null ? [] : Without(before, _members);
        return came.Count > 0 || left.Count > 0 || Count != countBefore
            ? new SessionPresence { Joined = came, Left = left, Count = Count }
            : null;
    }

    /// <summary>Applies a change.</summary>
    /// <returns>What to tell; null if the members had it in them already.</returns>
    public SessionPresence? Apply(PresenceChange change)
    {
        if (change.Version <= _version)
        {
            return null;
        }

        _version = change.Version;
        foreach (PresenceMember member in change.Left)
        {
            _members.Remove(KeyOf(member));
        }

        foreach (PresenceMember member in change.Joined)
        {
            _members[KeyOf(member)] = member;
        }

        Count = change.Count >= 0 ? change.Count : _members.Count;
        return new SessionPresence { Joined = change.Joined, Left = change.Left, Count = Count };
    }

    // All connections of a user are one member; whoever is nobody's user is a member by connection.
    private static string KeyOf(PresenceMember member) => member.User is { } user ? "u" + user : "c" + member.Client;

    private static List<PresenceMember> Without(
        Dictionary<string, PresenceMember> members, Dictionary<string, PresenceMember> others) =>
        [.. members.Where(member => !others.ContainsKey(member.Key)).Select(static member => member.Value)];
}

using Parley.Channels;

namespace Parley.Testing;

/// <summary>A group's members, as one who was told a snapshot and then changes knows them.</summary>
internal sealed class PresenceView
{
    private readonly List<PresenceChange> _early = [];
    private readonly Dictionary<string, PresenceMember> _members = new(StringComparer.Ordinal);
    private readonly List<string> _comings = [];
    private long _version;
    private bool _hasBegun;

    /// <summary>The members, in the order of their names.</summary>
    public IEnumerable<string> Names => _members.Values.Select(PresenceRecorder.NameOf).Order(StringComparer.Ordinal);

    public IReadOnlyList<string> Comings => _comings;

    /// <summary>How many there are, as was told.</summary>
    public int Count { get; private set; }

    public void Begin(PresenceSnapshot snapshot)
    {
        if (_hasBegun && snapshot.Version <= _version)
        {
            return;
        }

        Replace(snapshot);
        foreach (PresenceChange change in _early)
        {
            Apply(change);
        }

        _early.Clear();
    }

    public void Replace(PresenceSnapshot snapshot)
    {
        _hasBegun = true;
        _members.Clear();
        foreach (PresenceMember member in snapshot.Members ?? [])
        {
            _members.Add(KeyOf(member), member);
        }

        _version = snapshot.Version;
        Count = snapshot.Count;
    }

    public void Apply(PresenceChange change)
    {
        if (!_hasBegun)
        {
            _early.Add(change);
            return;
        }

        if (change.Version <= _version)
        {
            return;
        }

        _version = change.Version;
        Count = change.Count;
        foreach (PresenceMember left in change.Left)
        {
            _members.Remove(KeyOf(left));
            _comings.Add($"-{KeyOf(left)}");
        }

        foreach (PresenceMember joined in change.Joined)
        {
            bool isNew = !_members.ContainsKey(KeyOf(joined));
            _members[KeyOf(joined)] = joined;
            if (isNew)
            {
                _comings.Add($"+{KeyOf(joined)}");
            }
        }
    }

    private static string KeyOf(PresenceMember member) => member.User ?? member.Client;
}

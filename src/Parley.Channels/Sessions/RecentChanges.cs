using Parley.Protocol;

namespace Parley.Channels;

/// <summary>The latest changes among a group's members, for those who come in between. Under the group's lock.</summary>
internal sealed class RecentChanges
{
    private const int MaxChanges = 32;

    private readonly Queue<(long Version, PreparedMessage Message)> _changes = new();

    // Every change after this version is here.
    private long _from = long.MinValue;

    /// <summary>The newest version.</summary>
    public long Version { get; private set; } = long.MinValue;

    /// <summary>Whether everything that has changed since a version is here.</summary>
    public bool Covers(long version) => version >= _from;

    public void Add(long version, PreparedMessage message)
    {
        Version = version;
        _changes.Enqueue((version, message.Retain()));
        if (_changes.Count > MaxChanges)
        {
            (_from, PreparedMessage oldest) = _changes.Dequeue();
            oldest.Release();
        }
    }

    /// <summary>Forgets everything: a version is where it begins anew.</summary>
    public void StartAt(long version)
    {
        foreach ((_, PreparedMessage message) in _changes)
        {
            message.Release();
        }

        _changes.Clear();
        _from = version;
        Version = version;
    }

    /// <summary>What has changed since a version, with references.</summary>
    public IReadOnlyList<PreparedMessage> After(long version) =>
        [.. _changes.Where(change => change.Version > version).Select(static change => change.Message.Retain())];
}

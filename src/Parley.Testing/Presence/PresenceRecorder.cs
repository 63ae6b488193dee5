using System.Text;
using Parley.Channels;

namespace Parley.Testing;

/// <summary>
/// Somebody of a node who is told of presence. It keeps a list of each group's members as a session's client does, from a
/// snapshot and the changes after it, and writes down who came and went.
/// </summary>
internal sealed class PresenceRecorder(TimeSpan patience) : IPresenceHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<GroupName, PresenceView> _views = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>How many changes have been told.</summary>
    public int ChangeCount { get; private set; }

    public void OnPresence(GroupName group, PresenceChange change) => Change(group, view => view.Apply(change));

    public void OnPresenceReset(GroupName group, PresenceSnapshot snapshot) => Change(group, view => view.Replace(snapshot));

    /// <summary>Begins to follow a group. What was told before it was read is already there.</summary>
    public void Follow(GroupName group, PresenceSnapshot snapshot) => Change(group, view => view.Begin(snapshot));

    /// <summary>Who came (<c>+ann</c>) and went (<c>-ann</c>) since the group is followed.</summary>
    public IReadOnlyList<string> Comings(GroupName group) => Read(group, static view => (string[])[.. view.Comings]);

    /// <summary>Waits until a group has exactly these members, whatever their order.</summary>
    public Task WaitForAsync(GroupName group, params string[] members)
    {
        string[] wanted = [.. members.Order(StringComparer.Ordinal)];
        return UntilAsync(
            () => Read(group, view => view.Names.SequenceEqual(wanted, StringComparer.Ordinal)),
            () => $"the members of {group} should be [{string.Join(", ", wanted)}], but are [{string.Join(", ", Names(group))}]");
    }

    /// <summary>Waits until a group has so many members.</summary>
    public Task WaitForCountAsync(GroupName group, int count) => UntilAsync(
        () => Read(group, view => view.Count == count), () => $"{count} members were expected, but there are {Count(group)}");

    /// <summary>A member as the rules write it: its user, or its connection, and what it shows.</summary>
    public static string NameOf(PresenceMember member)
    {
        string name = member.User is { } user ? $"{user}={member.Client}" : member.Client;
        return member.Show.IsEmpty ? name : $"{name}:{Encoding.UTF8.GetString(member.Show.Span)}";
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IReadOnlyList<string> Names(GroupName group) => Read(group, static view => (string[])[.. view.Names]);

    private int Count(GroupName group) => Read(group, static view => view.Count);

    private T Read<T>(GroupName group, Func<PresenceView, T> read)
    {
        lock (_lock)
        {
            return read(ViewOf(group));
        }
    }

    private void Change(GroupName group, Action<PresenceView> change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            ChangeCount++;
            change(ViewOf(group));
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    private PresenceView ViewOf(GroupName group)
    {
        if (!_views.TryGetValue(group, out PresenceView? view))
        {
            _views.Add(group, view = new PresenceView());
        }

        return view;
    }

    private async Task UntilAsync(Func<bool> condition, Func<string> complaint)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (condition())
                {
                    return;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(patience).ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                throw new SpecificationException(complaint(), exception);
            }
        }
    }
}

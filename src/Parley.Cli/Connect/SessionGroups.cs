using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Parley.Channels;
using Parley.Protocol;

namespace Parley.Cli.Connect;

/// <summary>The groups that a session is in, and what is told there.</summary>
internal sealed class SessionGroups(IView view, Recorder? recorder)
{
    private readonly ConcurrentDictionary<GroupName, SessionSubscription> _joined = new();
    private SessionSubscription? _current;

    /// <summary>The group that is written to.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public SessionSubscription Current() => _current ?? throw new CommandException("There is no group to say it in: /join one first.");

    /// <summary>A group that was joined.</summary>
    /// <exception cref="CommandException">It was not.</exception>
    public SessionSubscription Find(string name) =>
        GroupName.TryCreate(name, out GroupName group) && _joined.TryGetValue(group, out SessionSubscription? found)
            ? found
            : throw new CommandException($"{name} was not joined.");

    /// <summary>Joins several, and writes to the first.</summary>
    public async Task JoinAsync(SessionClient client, IReadOnlyList<GroupName> groups, CancellationToken cancellationToken)
    {
        foreach (GroupName group in groups.Reverse())
        {
            await JoinAsync(client, group, SessionJoinOptions.Default, cancellationToken);
        }
    }

    /// <summary>Joins a group unless it is joined already, and writes to it from now on.</summary>
    public async Task JoinAsync(SessionClient client, GroupName group, SessionJoinOptions options, CancellationToken cancellationToken)
    {
        if (!_joined.TryGetValue(group, out SessionSubscription? subscription))
        {
            subscription = await client.JoinAsync(group, options, cancellationToken);
            _joined[group] = subscription;
            _ = ReadAsync(subscription);
        }

        _current = subscription;
    }

    /// <summary>Leaves a group.</summary>
    public async Task LeaveAsync(SessionSubscription subscription, CancellationToken cancellationToken)
    {
        Forget(subscription);
        await subscription.LeaveAsync(cancellationToken);
        view.ShowNote($"left {subscription.Group}");
    }

    /// <summary>The group, the place, and who it was.</summary>
    public static string Describe(GroupName group, SessionPublication publication) =>
        $"{group} #{publication.Position.Offset} {publication.User ?? publication.Client ?? "the server"}";

    /// <summary>Who somebody is.</summary>
    public static string NameOf(PresenceMember member) => member.User ?? member.Client;

    private async Task ReadAsync(SessionSubscription subscription)
    {
        try
        {
            await foreach (SessionEvent told in subscription.ReadAllAsync())
            {
                Show(subscription, told);
            }
        }
        catch (SessionException exception)
        {
            Forget(subscription);
            view.ShowTrouble($"{subscription.Group} is closed to us: {exception.Message}");
        }
    }

    private void Show(SessionSubscription subscription, SessionEvent told)
    {
        GroupName group = subscription.Group;
        switch (told)
        {
            case SessionPublication publication:
                var message = new Message(MessageType.Text, Encoding.UTF8.GetBytes(publication.GetText()));
                recorder?.Write(RecordDirection.In, message, group.Value);
                view.ShowPublished(Describe(group, publication), message);
                break;
            case SessionGap { Range: var gap }:
                view.ShowTrouble($"{group}: {gap.From} to {gap.To?.ToString(CultureInfo.InvariantCulture) ?? "the end of its epoch"} can't be had any more");
                break;
            case SessionJoined joined:
                view.ShowNote($"joined {group} at {joined.Head.Offset}, {subscription.Count} there{(joined.IsRecovered ? ", nothing is missing" : "")}");
                break;
            case SessionPresence presence:
                ShowPresence(group, presence);
                break;
            case SessionSignal signal:
                view.ShowNote($"{group} {signal.User ?? signal.Client} signals {Encoding.UTF8.GetString(signal.Data.Span)}");
                break;
            case SessionDeleted deleted:
                view.ShowNote($"{group}: #{deleted.Offset} was erased");
                break;
        }
    }

    private void ShowPresence(GroupName group, SessionPresence presence)
    {
        string came = string.Concat(presence.Joined.Select(static member => $"{NameOf(member)} came, "));
        string left = string.Concat(presence.Left.Select(static member => $"{NameOf(member)} left, "));
        view.ShowNote($"{group}: {came}{left}{presence.Count} there");
    }

    private void Forget(SessionSubscription subscription)
    {
        _joined.TryRemove(subscription.Group, out _);
        if (_current == subscription)
        {
            _current = null;
        }
    }
}

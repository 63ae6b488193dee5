using Parley.Channels;

namespace Parley.Chat;

/// <summary>Puts the overview together, at most once in about a second however many administrators look.</summary>
internal sealed class OverviewSource(
    ChatDirectory directory, SessionServer sessions, RateSampler sampler, IChannelLayer layer, IPresence presence,
    RoomRemover remover, TimeProvider time) : IDisposable
{
    // A room's people and its newest message are asked for in turns where there are many rooms.
    private const int RoomsAtOnce = 50;

    private static readonly TimeSpan _freshness = TimeSpan.FromMilliseconds(900);
    private static readonly string _node = $"{Environment.MachineName}-{Environment.ProcessId}";

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<string, (int Members, long Offset)> _rooms = new(StringComparer.Ordinal);
    private Overview? _last;
    private long _taken;
    private int _next;

    public async ValueTask<Overview> GetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_last is null || time.GetElapsedTime(_taken) > _freshness)
            {
                _last = await TakeAsync(cancellationToken);
                _taken = time.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask<Overview> TakeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Room> rooms = (await directory.ReadAsync(cancellationToken)).Rooms;
        int left = directory.IsAway ? 0 : Math.Min(RoomsAtOnce, rooms.Count);

        // One after another, as long as there are answers: each that does not come may take seconds.
        while (left > 0 && await TryAskAsync(rooms[_next++ % rooms.Count].Id, cancellationToken))
        {
            left--;
        }

        RateSampler.Rates rates = sampler.Current;
        return new Overview(
            sessions.Count,
            sessions.Count,
            [
                .. rooms.Select(room => (Room: room, Known: _rooms.GetValueOrDefault(room.Id)))
                    .Select(line => new Overview.RoomLine(
                        line.Room.Id, line.Room.Title, line.Room.Rule, line.Known.Members, line.Known.Offset, line.Room.Invited, line.Room.Id == remover.First)),
            ],
            rates.Messages,
            rates.Deliveries,
            Environment.WorkingSet,
            rates.Cpu,
            (long)(time.GetUtcNow() - sampler.StartedAt).TotalSeconds,
            _node);
    }

    private async ValueTask<bool> TryAskAsync(string id, CancellationToken cancellationToken)
    {
        GroupName group = RoomNames.GroupOf(id);
        try
        {
            using HistoryPage page = await layer.ReadHistoryAsync(group, HistoryQuery.Newest(1), cancellationToken);
            PresenceSnapshot there = await presence.ReadAsync(group, cancellationToken);
            _rooms[id] = (there.Count, page.Head.Offset);
            return true;
        }
        catch (Exception exception) when (exception is HistoryException or IOException or TimeoutException)
        {
            // What was known last is shown as long as nothing newer can be had.
            return false;
        }
    }
}

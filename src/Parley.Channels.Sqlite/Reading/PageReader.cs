using Microsoft.Data.Sqlite;

namespace Parley.Channels.Sqlite;

/// <summary>Reads pages. On the reading thread.</summary>
internal sealed class PageReader : IDisposable
{
    private const string Columns = "offset, at, size, kind, form, event_type, id, client, user, data, checksum";

    private readonly StoreFile _file;
    private readonly HistoryOptions _options;
    private readonly TimeProvider _time;
    private readonly Statement _begin;
    private readonly Statement _end;
    private readonly Statement _group;
    private readonly Statement _forward;
    private readonly Statement _backward;

    public PageReader(SqliteConnection connection, StoreFile file, HistoryOptions options, TimeProvider time)
    {
        _file = file;
        _options = options;
        _time = time;
        _begin = new Statement(connection, "BEGIN");
        _end = new Statement(connection, "COMMIT");
        _group = new Statement(connection, "SELECT id, head, floor FROM groups WHERE name = ?");
        _forward = new Statement(
            connection, $"SELECT {Columns} FROM publications WHERE group_id = ? AND offset > ? ORDER BY offset");
        _backward = new Statement(
            connection, $"SELECT {Columns} FROM publications WHERE group_id = ? AND offset < ? ORDER BY offset DESC");
    }

    /// <summary>Reads a page.</summary>
    /// <exception cref="HistoryException">The file can't be read, or is damaged.</exception>
    public HistoryPage Read(GroupName group, HistoryQuery query)
    {
        var page = new PageBuilder(query, group, _file.Path, _time.GetUtcNow().UtcTicks - _options.MaxAge.Ticks);
        try
        {
            // Group and publications as they were at one moment.
            _begin.Run();
            try
            {
                return Read(group, query, page);
            }
            finally
            {
                _forward.Reset();
                _backward.Reset();
                _group.Reset();
                _end.Run();
            }
        }
        catch (Exception exception)
        {
            page.Release();
            throw StoreErrors.Of(_file.Path, exception);
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _end.Dispose();
        _group.Dispose();
        _forward.Dispose();
        _backward.Dispose();
    }

    private HistoryPage Read(GroupName group, HistoryQuery query, PageBuilder page)
    {
        if (!_group.Bind(1, group.Value).Step())
        {
            return HistoryPage.Empty;
        }

        long id = _group.Integer(0);
        var head = new StreamPosition(StoreEpoch.OfGroup(_file.Epoch, id), _group.Integer(1));
        long floor = _group.Integer(2);
        return query.Direction == HistoryDirection.Forward
            ? ReadForward(query, page, id, head, floor)
            : ReadBackward(query, page, id, head, floor);
    }

    private HistoryPage ReadForward(HistoryQuery query, PageBuilder page, long id, StreamPosition head, long floor)
    {
        long from = Math.Max(Math.Min(query.Offset, head.Offset) + 1, floor);
        long next = from;
        bool hasMore = false;
        _forward.Bind(1, id).Bind(2, from - 1);
        while (!hasMore && _forward.Step())
        {
            page.Require(next, _forward.Integer(0));
            if (next == from && page.IsTooOld(_forward))
            {
                // It goes as soon as somebody writes.
                from++;
                next++;
            }
            else if (page.HasRoomFor(_forward))
            {
                page.Add(_forward);
                next++;
            }
            else
            {
                hasMore = true;
            }
        }

        page.Require(hasMore ? next : head.Offset + 1, next);
        return new HistoryPage(head, from, next - 1, page.Entries) { HasMore = hasMore };
    }

    private HistoryPage ReadBackward(HistoryQuery query, PageBuilder page, long id, StreamPosition head, long floor)
    {
        long to = Math.Min(query.Offset - 1, head.Offset);
        long next = to;
        bool isCut = false;
        bool hasMore = false;
        _backward.Bind(1, id).Bind(2, to + 1);
        while (!isCut && _backward.Step())
        {
            page.Require(next, _backward.Integer(0));
            hasMore = !page.IsTooOld(_backward) && !page.HasRoomFor(_backward);
            isCut = hasMore || page.IsTooOld(_backward);
            if (!isCut)
            {
                page.Add(_backward);
                next--;
            }
        }

        page.Require(isCut ? next : Math.Min(floor - 1, to), next);
        page.Entries.Reverse();
        return new HistoryPage(head, next + 1, to, page.Entries) { HasMore = hasMore };
    }
}

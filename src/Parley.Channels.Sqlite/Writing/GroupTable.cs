using Microsoft.Data.Sqlite;

namespace Parley.Channels.Sqlite;

/// <summary>The groups, as far as they were needed. On the writing thread, within a transaction.</summary>
internal sealed class GroupTable(SqliteConnection connection) : IDisposable
{
    // About 10 MB of memory.
    private const int MaxCached = 50_000;

    // A group that is asked for all the time is not written all the time.
    private const long UseStep = TimeSpan.TicksPerMinute;

    private readonly Statement _find = new(
        connection, "SELECT id, head, floor, bytes, last_use FROM groups WHERE name = ?");

    private readonly Statement _findById = new(
        connection, "SELECT name, head, floor, bytes, last_use FROM groups WHERE id = ?");

    private readonly Statement _insert = new(
        connection, "INSERT INTO groups (name, head, floor, bytes, last_use) VALUES (?, 0, 1, 0, ?) RETURNING id");

    private readonly Statement _update = new(
        connection, "UPDATE groups SET head = ?, floor = ?, bytes = ?, last_use = ? WHERE id = ?");

    private readonly Statement _forget = new(connection, """
        DELETE FROM groups WHERE id IN (
            SELECT id FROM groups
            WHERE last_use <= ?
                AND NOT EXISTS (SELECT 1 FROM publications WHERE group_id = groups.id)
                AND NOT EXISTS (SELECT 1 FROM resend_ids WHERE group_id = groups.id)
            LIMIT ?)
        """);

    private readonly Dictionary<string, GroupRow> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<long, GroupRow> _byId = [];
    private readonly List<GroupRow> _changed = [];

    /// <summary>How many groups the file has.</summary>
    public long Count { get; private set; } = CountRows(connection);

    /// <summary>What all publications count for.</summary>
    public long Bytes { get; private set; } = SumBytes(connection);

    /// <summary>The rows that the batch has changed so far.</summary>
    public IReadOnlyList<GroupRow> Changed => _changed;

    public GroupRow? Find(GroupName group) => _byName.TryGetValue(group.Value, out GroupRow? row) ? row : Load(group.Value);

    public GroupRow GetOrAdd(GroupName group, long now)
    {
        GroupRow row = Find(group) ?? Add(group.Value, now);
        if (now - row.LastUse >= UseStep)
        {
            row.LastUse = now;
            MarkChanged(row);
        }

        return row;
    }

    public GroupRow GetById(long id)
    {
        if (_byId.TryGetValue(id, out GroupRow? row))
        {
            return row;
        }

        if (!_findById.Bind(1, id).Step())
        {
            throw new InvalidOperationException($"Group {id} has publications and no row.");
        }

        string name = _findById.Text(0)!;
        row = Take(_findById, id);
        _findById.Reset();
        return Cache(name, row);
    }

    /// <summary>A publication has come.</summary>
    public void OnAdded(GroupRow row, long offset, long size)
    {
        row.Head = offset;
        row.Bytes += size;
        Bytes += size;
        MarkChanged(row);
    }

    /// <summary>A publication has gone.</summary>
    public void OnRemoved(GroupRow row, long size)
    {
        row.Bytes -= size;
        Bytes -= size;
        MarkChanged(row);
    }

    /// <summary>Everything before an offset has gone.</summary>
    public void RaiseFloor(GroupRow row, long floor)
    {
        if (floor > row.Floor)
        {
            row.Floor = floor;
            MarkChanged(row);
        }
    }

    /// <summary>Writes what the batch has changed.</summary>
    public void Save()
    {
        foreach (GroupRow row in _changed)
        {
            _update.Bind(1, row.Head).Bind(2, row.Floor).Bind(3, row.Bytes).Bind(4, row.LastUse).Bind(5, row.Id).Run();
            row.IsChanged = false;
        }

        _changed.Clear();
        if (_byId.Count > MaxCached)
        {
            ClearCache();
        }
    }

    /// <summary>Forgets groups that have nothing and that nobody has used since.</summary>
    /// <returns>How many.</returns>
    public int Forget(long unusedSince, int limit)
    {
        Save();
        _forget.Bind(1, unusedSince).Bind(2, limit).Run();
        int count = _forget.Changes;
        if (count > 0)
        {
            Count -= count;
            ClearCache();
        }

        return count;
    }

    /// <summary>The batch was undone: only what the file has counts.</summary>
    public void Reload()
    {
        _changed.Clear();
        ClearCache();
        Count = CountRows(connection);
        Bytes = SumBytes(connection);
    }

    public void Dispose()
    {
        _find.Dispose();
        _findById.Dispose();
        _insert.Dispose();
        _update.Dispose();
        _forget.Dispose();
    }

    private static long CountRows(SqliteConnection connection) => StoreSchema.Query(connection, "SELECT COUNT(*) FROM groups");

    private static long SumBytes(SqliteConnection connection) =>
        StoreSchema.Query(connection, "SELECT COALESCE(SUM(bytes), 0) FROM groups");

    private static GroupRow Take(Statement found, long id)
    {
        var row = new GroupRow(id)
        {
            Head = found.Integer(1),
            Floor = found.Integer(2),
            Bytes = found.Integer(3),
            LastUse = found.Integer(4),
        };
        return row;
    }

    private GroupRow? Load(string name)
    {
        if (!_find.Bind(1, name).Step())
        {
            return null;
        }

        GroupRow row = Take(_find, _find.Integer(0));
        _find.Reset();
        return Cache(name, row);
    }

    private GroupRow Add(string name, long now)
    {
        _insert.Bind(1, name).Bind(2, now).Step();
        var row = new GroupRow(_insert.Integer(0)) { LastUse = now };
        _insert.Run();
        Count++;
        return Cache(name, row);
    }

    private GroupRow Cache(string name, GroupRow row)
    {
        _byName.Add(name, row);
        _byId.Add(row.Id, row);
        return row;
    }

    private void MarkChanged(GroupRow row)
    {
        if (!row.IsChanged)
        {
            row.IsChanged = true;
            _changed.Add(row);
        }
    }

    private void ClearCache()
    {
        _byName.Clear();
        _byId.Clear();
    }
}

using Microsoft.Data.Sqlite;

namespace Parley.Channels.Sqlite;

/// <summary>The publications, as the writing thread sees them, within a transaction.</summary>
internal sealed class PublicationTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, """
        INSERT INTO publications (group_id, offset, at, size, kind, form, event_type, id, client, user, data, checksum)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);

    private readonly Statement _findOne = new(
        connection, $"SELECT size FROM publications WHERE group_id = ? AND offset = ? AND kind <> {StoreSchema.ErasedKind}");

    // The row stays, so that a row that is not there is damage.
    private readonly Statement _erase = new(connection, $"""
        UPDATE publications
        SET kind = {StoreSchema.ErasedKind}, size = 0, event_type = NULL, id = NULL, client = NULL, user = NULL, data = x''
        WHERE group_id = ? AND offset = ?
        """);

    private readonly Statement _ofGroup = new(
        connection, "SELECT offset, size FROM publications WHERE group_id = ? ORDER BY offset");

    private readonly Statement _deleteOfGroup = new(
        connection, "DELETE FROM publications WHERE group_id = ? AND offset <= ?");

    private readonly Statement _oldest = new(
        connection, "SELECT sequence, group_id, offset, size, at FROM publications ORDER BY sequence LIMIT ?");

    private readonly Statement _deleteOldest = new(connection, "DELETE FROM publications WHERE sequence <= ?");

    public void Insert(long groupId, long offset, Publication publication) => _insert
        .Bind(1, groupId)
        .Bind(2, offset)
        .Bind(3, publication.At.UtcTicks)
        .Bind(4, publication.HistorySize)
        .Bind(5, (long)publication.Kind)
        .Bind(6, (long)publication.Form)
        .Bind(7, publication.EventType)
        .Bind(8, publication.Origin.Id)
        .Bind(9, publication.Origin.Client)
        .Bind(10, publication.Origin.User)
        .Bind(11, publication.Data)
        .Bind(12, Checksum.Of(publication, offset))
        .Run();

    /// <summary>Erases everything about a publication but its place.</summary>
    /// <returns>What it counted for, or null if it is not there.</returns>
    public long? Erase(long groupId, long offset)
    {
        if (!_findOne.Bind(1, groupId).Bind(2, offset).Step())
        {
            return null;
        }

        long size = _findOne.Integer(0);
        _findOne.Reset();
        _erase.Bind(1, groupId).Bind(2, offset).Run();
        return size;
    }

    /// <summary>
    /// Deletes a group's oldest publications as long as something wants more of them gone.
    /// </summary>
    /// <param name="groupId">The group.</param>
    /// <param name="wants">Told an offset and a size; true to delete it.</param>
    /// <returns>The last offset deleted, or 0.</returns>
    public long DeleteOldestOfGroup(long groupId, Func<long, long, bool> wants)
    {
        long last = 0;
        _ofGroup.Bind(1, groupId);
        while (_ofGroup.Step())
        {
            long offset = _ofGroup.Integer(0);
            if (!wants(offset, _ofGroup.Integer(1)))
            {
                _ofGroup.Reset();
                break;
            }

            last = offset;
        }

        if (last > 0)
        {
            _deleteOfGroup.Bind(1, groupId).Bind(2, last).Run();
        }

        return last;
    }

    /// <summary>The oldest publications of all groups.</summary>
    public void ReadOldest(List<OldPublication> into, int limit)
    {
        into.Clear();
        _oldest.Bind(1, limit);
        while (_oldest.Step())
        {
            into.Add(new OldPublication(
                _oldest.Integer(0), _oldest.Integer(1), _oldest.Integer(2), _oldest.Integer(3), _oldest.Integer(4)));
        }
    }

    /// <summary>Deletes the oldest publications, up to one of them.</summary>
    public void DeleteOldest(long sequence) => _deleteOldest.Bind(1, sequence).Run();

    public void Dispose()
    {
        _insert.Dispose();
        _findOne.Dispose();
        _erase.Dispose();
        _ofGroup.Dispose();
        _deleteOfGroup.Dispose();
        _oldest.Dispose();
        _deleteOldest.Dispose();
    }
}

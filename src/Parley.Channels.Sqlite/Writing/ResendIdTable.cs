using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Parley.Channels.Sqlite;

/// <summary>The ids that are remembered. On the writing thread, within a transaction.</summary>
internal sealed class ResendIdTable(SqliteConnection connection) : IDisposable
{
    private const int HashSize = 16;

    private readonly Statement _find = new(
        connection, "SELECT data_hash, offset, at, sequence FROM resend_ids WHERE group_id = ? AND key = ?");

    private readonly Statement _delete = new(connection, "DELETE FROM resend_ids WHERE sequence = ?");

    private readonly Statement _insert = new(
        connection, "INSERT INTO resend_ids (group_id, key, data_hash, offset, at) VALUES (?, ?, ?, ?, ?)");

    private readonly Statement _oldest = new(connection, "SELECT sequence, at FROM resend_ids ORDER BY sequence LIMIT ?");

    private readonly Statement _deleteOldest = new(connection, "DELETE FROM resend_ids WHERE sequence <= ?");

    /// <summary>How many there are.</summary>
    public long Count { get; private set; } = CountRows(connection);

    /// <summary>Looks an id up.</summary>
    /// <param name="groupId">The group.</param>
    /// <param name="id">The id and the hash of the data.</param>
    /// <param name="tooOld">Ids from then and before are forgotten.</param>
    /// <param name="offset">Where the id was used.</param>
    /// <param name="isSame">Whether it was used for the same data.</param>
    public bool TryFind(long groupId, in ResendId id, long tooOld, out long offset, out bool isSame)
    {
        Span<byte> bytes = stackalloc byte[HashSize];
        offset = 0;
        isSame = false;
        if (!_find.Bind(1, groupId).Bind(2, Bytes(id.Key, bytes)).Step())
        {
            return false;
        }

        isSame = _find.Bytes(0).SequenceEqual(Bytes(id.DataHash, bytes));
        offset = _find.Integer(1);
        bool isTooOld = _find.Integer(2) <= tooOld;
        long sequence = _find.Integer(3);
        _find.Reset();
        if (isTooOld)
        {
            _delete.Bind(1, sequence).Run();
            Count--;
        }

        return !isTooOld;
    }

    public void Insert(long groupId, in ResendId id, long offset, long at)
    {
        Span<byte> key = stackalloc byte[HashSize];
        Span<byte> hash = stackalloc byte[HashSize];
        _insert.Bind(1, groupId).Bind(2, Bytes(id.Key, key)).Bind(3, Bytes(id.DataHash, hash)).Bind(4, offset).Bind(5, at).Run();
        Count++;
    }

    /// <summary>Forgets the oldest ids.</summary>
    /// <param name="until">Those from then and before.</param>
    /// <param name="limit">So many at most.</param>
    /// <returns>How many.</returns>
    public int Forget(long until, int limit)
    {
        long last = 0;
        int count = 0;
        _oldest.Bind(1, limit);
        while (_oldest.Step())
        {
            if (_oldest.Integer(1) > until)
            {
                _oldest.Reset();
                break;
            }

            last = _oldest.Integer(0);
            count++;
        }

        if (count > 0)
        {
            _deleteOldest.Bind(1, last).Run();
            Count -= count;
        }

        return count;
    }

    /// <summary>The batch was undone: only what the file has counts.</summary>
    public void Reload() => Count = CountRows(connection);

    public void Dispose()
    {
        _find.Dispose();
        _delete.Dispose();
        _insert.Dispose();
        _oldest.Dispose();
        _deleteOldest.Dispose();
    }

    // They come and go in order: nearly all that lies between the first and the last is there.
    private static long CountRows(SqliteConnection connection) => StoreSchema.Query(
        connection, "SELECT COALESCE((SELECT MAX(sequence) FROM resend_ids) - (SELECT MIN(sequence) FROM resend_ids) + 1, 0)");

    private static Span<byte> Bytes(UInt128 value, Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes;
    }
}

using Microsoft.Data.Sqlite;

namespace Parley.Channels.Sqlite;

/// <summary>Everything that a request works on, on the writing thread, within a transaction.</summary>
internal sealed class StoreTables : IDisposable
{
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;

    public StoreTables(SqliteConnection connection, StoreFile file, HistoryOptions options)
    {
        Connection = connection;
        File = file;
        Options = options;
        Groups = new GroupTable(connection);
        Publications = new PublicationTable(connection);
        Ids = new ResendIdTable(connection);
        Trimmer = new Trimmer(Groups, Publications, Ids, options);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
    }

    public SqliteConnection Connection { get; }

    public StoreFile File { get; }

    public HistoryOptions Options { get; }

    public GroupTable Groups { get; }

    public PublicationTable Publications { get; }

    public ResendIdTable Ids { get; }

    public Trimmer Trimmer { get; }

    /// <summary>The time of the transaction, in ticks.</summary>
    public long Now { get; private set; }

    /// <summary>Whether something that is too old is still there.</summary>
    public bool HasOld { get; set; }

    public StreamPosition PositionOf(GroupRow row, long offset) => new(StoreEpoch.OfGroup(File.Epoch, row.Id), offset);

    public void Begin(DateTimeOffset now)
    {
        _begin.Run();
        Now = now.UtcTicks;
        HasOld = Trimmer.TrimByAge(Now);
    }

    public void Commit()
    {
        Trimmer.TrimBySize();
        Groups.Save();
        _commit.Run();
    }

    /// <summary>Undoes everything since <see cref="Begin"/>.</summary>
    public void RollBack()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // Some errors have undone the transaction already.
        }

        Groups.Reload();
        Ids.Reload();
    }

    public void Dispose()
    {
        Groups.Dispose();
        Publications.Dispose();
        Ids.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
    }
}

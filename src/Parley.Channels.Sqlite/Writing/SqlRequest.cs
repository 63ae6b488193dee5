namespace Parley.Channels.Sqlite;

/// <summary>Runs a statement, for tests that need a store to be in some state.</summary>
internal sealed class SqlRequest(string sql) : AnsweredRequest<bool>
{
    protected override bool Work(StoreTables tables)
    {
        StoreSchema.Execute(tables.Connection, sql);
        return true;
    }
}

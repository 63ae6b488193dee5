namespace Parley.Channels.Sqlite;

/// <summary>Something for the writing thread to do. It counts only when the transaction that it was part of is on disk.</summary>
internal abstract class WriteRequest
{
    /// <summary>Does it, within a transaction.</summary>
    public abstract void Execute(StoreTables tables);

    /// <summary>The transaction is on disk.</summary>
    public abstract void Complete();

    /// <summary>The transaction was undone.</summary>
    public abstract void Fail(Exception exception);
}

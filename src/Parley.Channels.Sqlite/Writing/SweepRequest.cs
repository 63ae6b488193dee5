namespace Parley.Channels.Sqlite;

/// <summary>Lets go what is too old, though nobody publishes. What could not be let go now is next time.</summary>
internal sealed class SweepRequest : WriteRequest
{
    public override void Execute(StoreTables tables) => tables.HasOld |= tables.Trimmer.ForgetGroups(tables.Now);

    public override void Complete()
    {
    }

    public override void Fail(Exception exception)
    {
    }
}

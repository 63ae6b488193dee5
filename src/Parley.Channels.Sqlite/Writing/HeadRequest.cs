namespace Parley.Channels.Sqlite;

/// <summary>Asks where a group stands, which it is remembered for.</summary>
internal sealed class HeadRequest(GroupName group) : AnsweredRequest<StreamPosition>
{
    protected override StreamPosition Work(StoreTables tables)
    {
        GroupRow row = tables.Groups.GetOrAdd(group, tables.Now);
        return tables.PositionOf(row, row.Head);
    }
}

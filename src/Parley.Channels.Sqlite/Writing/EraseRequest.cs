namespace Parley.Channels.Sqlite;

/// <summary>Erases a publication.</summary>
internal sealed class EraseRequest(GroupName group, long offset) : AnsweredRequest<bool>
{
    protected override bool Work(StoreTables tables)
    {
        if (tables.Groups.Find(group) is not { } row || tables.Publications.Erase(row.Id, offset) is not { } size)
        {
            return false;
        }

        tables.Groups.OnRemoved(row, size);
        return true;
    }
}

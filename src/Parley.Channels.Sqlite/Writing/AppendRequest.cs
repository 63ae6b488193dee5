namespace Parley.Channels.Sqlite;

/// <summary>Appends a publication, which it holds a reference to.</summary>
internal sealed class AppendRequest : AnsweredRequest<PublishResult>
{
    private readonly GroupName _group;
    private readonly Publication _publication;
    private readonly ResendId _id;
    private readonly bool _hasId;

    public AppendRequest(GroupName group, Publication publication)
    {
        _group = group;
        _publication = publication.Retain();
        _hasId = ResendId.TryCreate(publication, out _id);
    }

    protected override PublishResult Work(StoreTables tables)
    {
        GroupRow row = tables.Groups.GetOrAdd(_group, tables.Now);
        if (!_hasId)
        {
            return Append(tables, row);
        }

        long tooOld = tables.Now - tables.Options.ResendWindow.Ticks;
        if (tables.Ids.TryFind(row.Id, _id, tooOld, out long offset, out bool isSame))
        {
            return new PublishResult(
                isSame ? PublishStatus.Duplicate : PublishStatus.Refused, tables.PositionOf(row, offset));
        }

        return tables.Ids.Count >= tables.Options.MaxNodeBytes / HistoryOptions.ResendIdOverhead
            ? Refuse(StoreErrors.TooManyIds(tables.File.Path))
            : Append(tables, row);
    }

    protected override void OnEnded() => _publication.Release();

    private PublishResult Append(StoreTables tables, GroupRow row)
    {
        long offset = row.Head + 1;
        tables.Publications.Insert(row.Id, offset, _publication);
        tables.Groups.OnAdded(row, offset, _publication.HistorySize);
        if (_hasId)
        {
            tables.Ids.Insert(row.Id, _id, offset, _publication.At.UtcTicks);
        }

        return new PublishResult(PublishStatus.Stored, tables.PositionOf(row, offset));
    }
}

namespace Parley.Channels.Tests.History;

public sealed class SqliteHistoryReadingTests : HistoryReadingSpecification
{
    private readonly StoreFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async ValueTask<IHistoryStore> OpenAsync(HistoryOptions options)
    {
        // With other options a test begins anew.
        File.Delete(_folder.Store);
        return await _folder.OpenAsync(options, Clock);
    }
}

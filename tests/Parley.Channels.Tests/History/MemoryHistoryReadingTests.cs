namespace Parley.Channels.Tests.History;

public sealed class MemoryHistoryReadingTests : HistoryReadingSpecification
{
    [Fact]
    public async Task With_each_store_a_new_epoch_begins()
    {
        StreamPosition first = await Store.GetHeadAsync(Garden);
        await UseAsync(HistoryOptions.Default);
        Assert.NotEqual(first.Epoch, (await Store.GetHeadAsync(Garden)).Epoch);
    }

    protected override ValueTask<IHistoryStore> OpenAsync(HistoryOptions options) => new(new MemoryHistoryStore(options, Clock));
}

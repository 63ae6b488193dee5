namespace Parley.Channels.Tests.History;

public sealed class MemoryHistoryTrimmingTests : HistoryTrimmingSpecification
{
    [Fact]
    public async Task Bytes_go_back_to_their_pool_even_if_nobody_asks()
    {
        const string Text = "found nowhere else";
        Publication publication = Texts.Publication(Text);
        await Store.AppendAsync(Garden, publication);
        publication.Release();
        Assert.Equal(Text, Texts.Of(publication));
        Clock.Advance(TimeSpan.FromHours(25));
        Assert.False(Holds(publication, Text));
    }

    [Fact]
    public async Task Groups_that_were_only_asked_for_give_way()
    {
        await UseAsync(new HistoryOptions { MaxNodeBytes = 10_000 });
        StreamPosition first = await Store.GetHeadAsync(Garden);
        for (int i = 0; i < 100; i++)
        {
            await Store.GetHeadAsync(new GroupName($"{i}"));
        }

        Assert.NotEqual(first.Epoch, (await Store.GetHeadAsync(Garden)).Epoch);
    }

    // What is back in its pool may be somebody else's by now.
    private static bool Holds(Publication publication, string text)
    {
        try
        {
            return Texts.Of(publication) == text;
        }
        catch (Exception exception) when (exception is ObjectDisposedException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    protected override ValueTask<IHistoryStore> OpenAsync(HistoryOptions options) => new(new MemoryHistoryStore(options, Clock));
}

namespace Parley.Channels.Tests.History;

/// <summary>What pages say.</summary>
public abstract class HistoryReadingSpecification : HistoryStoreSpecification
{
    [Fact]
    public async Task An_unknown_group_has_an_empty_page()
    {
        Assert.Equal("1-0: ", await ReadAsync(HistoryQuery.After(0)));
        Assert.Equal("1-0: ", await ReadAsync(HistoryQuery.Newest()));
    }

    [Fact]
    public async Task A_group_that_was_only_asked_for_has_an_empty_page_and_keeps_its_epoch()
    {
        StreamPosition head = await Store.GetHeadAsync(Garden);
        Assert.Equal(0, head.Offset);
        Assert.Equal("1-0: ", await ReadAsync(HistoryQuery.After(0)));
        Assert.Equal(head with { Offset = 1 }, (await AppendAsync("1")).Position);
    }

    [Theory]
    [InlineData(0, 10, "1-5: 1=1 3=3 5=5")]
    [InlineData(0, 2, "1-4: 1=1 3=3 and more")]
    [InlineData(1, 1, "2-4: 3=3 and more")]
    [InlineData(2, 2, "3-5: 3=3 5=5")]
    [InlineData(3, 1, "4-5: 5=5")]
    [InlineData(5, 1, "6-5: ")]
    [InlineData(99, 1, "6-5: ")]
    [InlineData(long.MaxValue, 1, "6-5: ")]
    public async Task Pages_forward_cover_what_was_erased(long after, int limit, string expected)
    {
        await AppendAndEraseAsync();
        Assert.Equal(expected, await ReadAsync(HistoryQuery.After(after, limit)));
    }

    [Theory]
    [InlineData(99, 10, "1-5: 1=1 3=3 5=5")]
    [InlineData(6, 2, "2-5: 3=3 5=5 and more")]
    [InlineData(5, 1, "2-4: 3=3 and more")]
    [InlineData(4, 5, "1-3: 1=1 3=3")]
    [InlineData(2, 1, "1-1: 1=1")]
    [InlineData(1, 1, "1-0: ")]
    public async Task Pages_backward_cover_what_was_erased(long before, int limit, string expected)
    {
        await AppendAndEraseAsync();
        Assert.Equal(expected, await ReadAsync(HistoryQuery.Before(before, limit)));
    }

    [Fact]
    public async Task Page_after_page_everything_comes_once()
    {
        await AppendNumbersAsync(25);
        await Store.EraseAsync(Garden, 25);
        Assert.Equal("1-10: 1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8 9=9 10=10 and more", await ReadAsync(HistoryQuery.After(0, 10)));
        Assert.Equal("21-25: 21=21 22=22 23=23 24=24", await ReadAsync(HistoryQuery.After(20, 10)));
        Assert.Equal("22-25: 22=22 23=23 24=24 and more", await ReadAsync(HistoryQuery.Newest(3)));
    }

    [Fact]
    public async Task A_page_has_a_limit_in_bytes_that_one_publication_may_cross()
    {
        await AppendNumbersAsync(3);
        await AppendAsync(new string('x', 5000));
        HistoryQuery query = HistoryQuery.After(0) with { MaxBytes = 2 * (HistoryOptions.PublicationOverhead + 1) };
        Assert.Equal("1-2: 1=1 2=2 and more", await ReadAsync(query));
        Assert.StartsWith("4-4: 4=xxx", await ReadAsync(HistoryQuery.Newest() with { MaxBytes = 1 }), StringComparison.Ordinal);
        using HistoryPage page = await Store.ReadAsync(Garden, HistoryQuery.After(3) with { MaxBytes = 1 });
        Assert.Equal(4, Assert.Single(page.Entries).Offset);
    }

    [Fact]
    public async Task Groups_know_nothing_of_each_other()
    {
        PublishResult garden = await AppendAsync("flower");
        PublishResult lobby = await AppendAsync("carpet", group: Lobby);
        Assert.Equal((1, 1), (garden.Position.Offset, lobby.Position.Offset));
        Assert.NotEqual(garden.Position.Epoch, lobby.Position.Epoch);
        Assert.Equal("1-1: 1=carpet", await ReadAsync(HistoryQuery.After(0), Lobby));
        Assert.Equal(lobby.Position, await Store.GetHeadAsync(Lobby));
    }

    [Fact]
    public async Task A_publication_has_the_time_of_the_stores_clock()
    {
        Clock.Advance(TimeSpan.FromHours(1));
        await AppendAsync("a");
        using HistoryPage page = await Store.ReadAsync(Garden, HistoryQuery.After(0));
        Assert.Equal(Clock.GetUtcNow(), page.Entries[0].Publication.At);
    }

    [Fact]
    public async Task An_append_that_is_not_awaited_keeps_its_place_and_its_bytes()
    {
        const int Count = 100;
        Task<PublishResult>[] appending = [.. Enumerable.Range(1, Count).Select(i => AppendAsync($"{i}"))];
        PublishResult[] results = await Task.WhenAll(appending);
        Assert.Equal(Enumerable.Range(1, Count).Select(static i => (long)i), results.Select(static result => result.Position.Offset));
        using HistoryPage page = await Store.ReadAsync(Garden, HistoryQuery.After(0));
        Assert.Equal(Enumerable.Range(1, Count).Select(static i => $"{i}"), page.Entries.Select(static entry => Texts.Of(entry.Publication)));
    }

    [Fact]
    public async Task A_page_stays_as_it_is_while_history_goes_on()
    {
        await UseAsync(new HistoryOptions { MaxPublications = 2 });
        await AppendAsync("a");
        using HistoryPage page = await Store.ReadAsync(Garden, HistoryQuery.After(0));
        await AppendNumbersAsync(20);
        Assert.Equal("a", Texts.Of(page.Entries[0].Publication));
    }

    [Fact]
    public async Task A_closed_store_says_that_it_is_closed()
    {
        await Store.DisposeAsync();
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AppendAsync("a"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ReadAsync(HistoryQuery.After(0)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.GetHeadAsync(Garden));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.EraseAsync(Garden, 1));
    }

    private async Task AppendAndEraseAsync()
    {
        await AppendNumbersAsync(5);
        Assert.True(await Store.EraseAsync(Garden, 2));
        Assert.True(await Store.EraseAsync(Garden, 4));
        Assert.False(await Store.EraseAsync(Garden, 4));
    }
}

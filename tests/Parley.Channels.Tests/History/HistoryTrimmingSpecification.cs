namespace Parley.Channels.Tests.History;

/// <summary>What goes, and when.</summary>
public abstract class HistoryTrimmingSpecification : HistoryStoreSpecification
{
    private const int Small = HistoryOptions.PublicationOverhead + 1;

    [Fact]
    public async Task A_group_keeps_so_many_publications_and_its_offsets_go_on()
    {
        await UseAsync(new HistoryOptions { MaxPublications = 3 });
        await AppendNumbersAsync(5);
        await AppendAsync("elsewhere", group: Lobby);
        Assert.Equal("3-5: 3=3 4=4 5=5", await ReadAsync(HistoryQuery.After(0)));
        Assert.Equal("3-5: 3=3 4=4 5=5", await ReadAsync(HistoryQuery.Newest()));
        Assert.Equal("4-5: 4=4 5=5", await ReadAsync(HistoryQuery.After(3)));
        Assert.Equal("1-1: 1=elsewhere", await ReadAsync(HistoryQuery.After(0), Lobby));
        Assert.False(await Store.EraseAsync(Garden, 2));
        Assert.Equal(6, (await AppendAsync("6")).Position.Offset);
    }

    [Fact]
    public async Task A_reader_behind_what_is_kept_meets_a_gap_and_an_erased_publication_is_none()
    {
        await UseAsync(new HistoryOptions { MaxPublications = 3 });
        await AppendNumbersAsync(5);
        await Store.EraseAsync(Garden, 3);
        using HistoryPage behind = await Store.ReadAsync(Garden, HistoryQuery.After(1));
        using HistoryPage within = await Store.ReadAsync(Garden, HistoryQuery.After(2));
        Assert.Equal(new StreamGap(behind.Head.Epoch, 2, 2), behind.GapAfter(1));
        Assert.Null(within.GapAfter(2));
    }

    [Fact]
    public async Task A_group_keeps_so_many_bytes_and_the_newest_publication_always()
    {
        await UseAsync(new HistoryOptions { MaxBytes = 3 * Small });
        await AppendNumbersAsync(5);
        Assert.Equal("3-5: 3=3 4=4 5=5", await ReadAsync(HistoryQuery.After(0)));
        await AppendAsync(new string('x', 10 * Small));
        Assert.StartsWith("6-6: 6=xx", await ReadAsync(HistoryQuery.After(0)), StringComparison.Ordinal);
        await AppendAsync("7");
        Assert.Equal("7-7: 7=7", await ReadAsync(HistoryQuery.After(0)));
    }

    [Fact]
    public async Task What_is_erased_makes_room()
    {
        await UseAsync(new HistoryOptions { MaxBytes = 3 * Small });
        await AppendNumbersAsync(3);
        await Store.EraseAsync(Garden, 2);
        await AppendAsync("4");
        Assert.Equal("1-4: 1=1 3=3 4=4", await ReadAsync(HistoryQuery.After(0)));
    }

    [Fact]
    public async Task What_is_too_old_goes()
    {
        await UseAsync(new HistoryOptions { MaxAge = TimeSpan.FromMinutes(10) });
        await AppendNumbersAsync(2);
        Clock.Advance(TimeSpan.FromMinutes(6));
        await AppendAsync("3");
        Clock.Advance(TimeSpan.FromMinutes(4) - TimeSpan.FromMilliseconds(1));
        Assert.Equal("1-3: 1=1 2=2 3=3", await ReadAsync(HistoryQuery.After(0)));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("3-3: 3=3", await ReadAsync(HistoryQuery.After(0)));
        Assert.Equal("3-3: 3=3", await ReadAsync(HistoryQuery.Newest()));
        Assert.False(await Store.EraseAsync(Garden, 1));
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("4-3: ", await ReadAsync(HistoryQuery.After(0)));
        Assert.Equal("4-3: ", await ReadAsync(HistoryQuery.Newest()));
        Assert.Equal("4-3: ", await ReadAsync(HistoryQuery.After(1)));
        Assert.Equal(4, (await AppendAsync("4")).Position.Offset);
        Assert.Equal("4-4: 4=4", await ReadAsync(HistoryQuery.After(0)));
    }

    [Fact]
    public async Task A_node_keeps_so_many_bytes_and_the_oldest_go_whatever_group_they_are_in()
    {
        // Room for three, what the groups themselves count for included.
        await UseAsync(new HistoryOptions { MaxNodeBytes = (3 * Small) + 600 });
        await AppendAsync("1");
        await AppendAsync("1", group: Lobby);
        await AppendAsync("2");
        await AppendAsync("2", group: Lobby);
        await AppendAsync("3", group: Lobby);
        Assert.Equal("2-2: 2=2", await ReadAsync(HistoryQuery.After(0)));
        Assert.Equal("2-3: 2=2 3=3", await ReadAsync(HistoryQuery.After(0), Lobby));
    }

    [Fact]
    public async Task A_group_that_is_not_used_is_forgotten_and_comes_back_with_a_new_epoch()
    {
        StreamPosition first = (await AppendAsync("1")).Position;
        Clock.Advance(TimeSpan.FromHours(25));
        await AppendAsync("1", group: Lobby);
        Assert.Equal("1-0: ", await ReadAsync(HistoryQuery.After(0)));
        StreamPosition second = (await AppendAsync("2")).Position;
        Assert.NotEqual(first.Epoch, second.Epoch);
        Assert.Equal(1, second.Offset);
    }

    [Fact]
    public async Task A_group_that_is_asked_for_is_not_forgotten()
    {
        StreamPosition first = (await AppendAsync("1")).Position;
        Clock.Advance(TimeSpan.FromHours(20));
        await Store.GetHeadAsync(Garden);
        Clock.Advance(TimeSpan.FromHours(20));
        Assert.Equal(first with { Offset = 2 }, (await AppendAsync("2")).Position);
        Assert.Equal("2-2: 2=2", await ReadAsync(HistoryQuery.After(0)));
    }
}

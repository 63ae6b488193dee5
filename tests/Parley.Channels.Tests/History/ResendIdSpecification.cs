namespace Parley.Channels.Tests.History;

/// <summary>What is found again by its id.</summary>
public abstract class ResendIdSpecification : HistoryStoreSpecification
{
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task The_same_data_under_the_same_id_is_a_duplicate_for_fifteen_minutes()
    {
        PublishResult first = await AppendAsync("a", "1");
        await AppendAsync("b", "2");
        Clock.Advance(TimeSpan.FromMinutes(15) - _moment);
        Assert.Equal(new PublishResult(PublishStatus.Duplicate, first.Position), await AppendAsync("a", "1"));
        Clock.Advance(_moment);
        Assert.Equal((PublishStatus.Stored, 3), StatusAndOffset(await AppendAsync("a", "1")));
        Assert.Equal((PublishStatus.Duplicate, 3), StatusAndOffset(await AppendAsync("a", "1")));
    }

    [Fact]
    public async Task Other_data_under_the_same_id_is_refused_and_takes_no_offset()
    {
        PublishResult first = await AppendAsync("a", "1");
        Assert.Equal(new PublishResult(PublishStatus.Refused, first.Position), await AppendAsync("b", "1"));
        Assert.Equal(2, (await AppendAsync("c")).Position.Offset);
        Assert.Equal("1-2: 1=a 2=c", await ReadAsync(HistoryQuery.After(0)));
    }

    [Fact]
    public async Task Another_user_has_ids_of_its_own()
    {
        await AppendAsync("a", "1", user: "ann");
        Assert.Equal((PublishStatus.Stored, 2), StatusAndOffset(await AppendAsync("b", "1", user: "bob")));
        Assert.Equal((PublishStatus.Stored, 3), StatusAndOffset(await AppendAsync("c", "1")));
        Assert.Equal((PublishStatus.Duplicate, 1), StatusAndOffset(await AppendAsync("a", "1", user: "ann")));
    }

    [Fact]
    public async Task An_id_is_remembered_longer_than_its_publication_is_kept()
    {
        await UseAsync(new HistoryOptions { MaxPublications = 1 });
        await AppendAsync("a", "1");
        await AppendAsync("b");
        Assert.Equal("2-2: 2=b", await ReadAsync(HistoryQuery.After(0)));
        Assert.Equal((PublishStatus.Duplicate, 1), StatusAndOffset(await AppendAsync("a", "1")));
        Assert.Equal((PublishStatus.Refused, 1), StatusAndOffset(await AppendAsync("b", "1")));
    }

    [Fact]
    public async Task Twice_at_once_is_a_duplicate_too()
    {
        Task<PublishResult> first = AppendAsync("a", "1");
        Task<PublishResult> second = AppendAsync("a", "1");
        Task<PublishResult> third = AppendAsync("b", "1");
        Assert.Equal((PublishStatus.Stored, 1), StatusAndOffset(await first));
        Assert.Equal((PublishStatus.Duplicate, 1), StatusAndOffset(await second));
        Assert.Equal((PublishStatus.Refused, 1), StatusAndOffset(await third));
    }

    [Fact]
    public async Task Ids_of_any_length_are_told_apart()
    {
        string long1 = new('x', 5000);
        await AppendAsync("a", long1, user: long1);
        Assert.Equal((PublishStatus.Stored, 2), StatusAndOffset(await AppendAsync("a", long1 + "x", user: long1)));
        Assert.Equal((PublishStatus.Duplicate, 1), StatusAndOffset(await AppendAsync("a", long1, user: long1)));
    }

    [Fact]
    public async Task Ids_have_room_of_their_own_and_past_it_nothing_is_forgotten_silently()
    {
        await UseAsync(new HistoryOptions { MaxNodeBytes = 10 * HistoryOptions.ResendIdOverhead });
        for (int i = 0; i < 10; i++)
        {
            await AppendAsync("a", $"{i}");
        }

        HistoryException exception = await Assert.ThrowsAsync<HistoryException>(() => AppendAsync("a", "10"));
        Assert.Equal(HistoryError.Busy, exception.Error);
        Assert.Equal(PublishStatus.Duplicate, (await AppendAsync("a", "0")).Status);
        Assert.Equal(PublishStatus.Stored, (await AppendAsync("a")).Status);
        Clock.Advance(HistoryOptions.Default.ResendWindow);
        Assert.Equal(PublishStatus.Stored, (await AppendAsync("a", "10")).Status);
    }

    private static (PublishStatus Status, long Offset) StatusAndOffset(PublishResult result) =>
        (result.Status, result.Position.Offset);
}

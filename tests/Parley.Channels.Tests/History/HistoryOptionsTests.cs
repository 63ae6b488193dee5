namespace Parley.Channels.Tests.History;

public sealed class HistoryOptionsTests
{
    [Fact]
    public void The_defaults_are_the_documented_ones()
    {
        HistoryOptions options = HistoryOptions.Default;
        Assert.Equal(10_000, options.MaxPublications);
        Assert.Equal(TimeSpan.FromHours(24), options.MaxAge);
        Assert.Equal(64 << 20, options.MaxBytes);
        Assert.Equal(1 << 30, options.MaxNodeBytes);
        Assert.Equal(TimeSpan.FromMinutes(15), options.ResendWindow);
        Assert.Equal(TimeSpan.FromHours(24), options.GroupMemory);
        Assert.Equal(TimeSpan.FromDays(7), (options with { MaxAge = TimeSpan.FromDays(7) }).GroupMemory);
    }

    [Fact]
    public void Limits_below_one_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new HistoryOptions { MaxPublications = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new HistoryOptions { MaxAge = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new HistoryOptions { MaxBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new HistoryOptions { MaxNodeBytes = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new HistoryOptions { ResendWindow = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new HistoryOptions { MaxWaitingBytes = 0 });
    }

    [Fact]
    public void Queries_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => HistoryQuery.After(-1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => HistoryQuery.Before(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => HistoryQuery.Newest(0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => HistoryQuery.After(0, HistoryQuery.MaxLimit + 1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => HistoryQuery.After(0) with { MaxBytes = 0 });
    }

    [Fact]
    public void A_publication_is_an_event_if_it_has_a_type()
    {
        Assert.Throws<ArgumentException>(static () => Publication.Create(PublicationKind.Event, DataForm.Bytes, []));
        Assert.Throws<ArgumentException>(
            static () => Publication.Create(PublicationKind.Message, DataForm.Bytes, [], eventType: "a"));
    }
}

namespace Parley.Channels.Tests.Presences;

/// <summary>Presence is set within what timers can wait.</summary>
public sealed class PresenceOptionsTests
{
    [Fact]
    public void Times_are_above_zero_and_up_to_a_day()
    {
        foreach (TimeSpan time in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(-1), TimeSpan.FromDays(2), TimeSpan.MaxValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new PresenceOptions { Interval = time });
            Assert.Throws<ArgumentOutOfRangeException>(() => new PresenceOptions { Lease = time });
        }

        TimeSpan day = TimeSpan.FromDays(1);
        var options = new PresenceOptions { Interval = day, Lease = day };
        Assert.Equal((day, day), (options.Interval, options.Lease));
    }
}

using Parley.Testing;

namespace Parley.Tests.Server;

/// <summary>When memory is given back: once after a burst of connections, and never while more come.</summary>
public sealed class AcceptBurstTests : IDisposable
{
    private const long LargestHeap = 256 * 1024 * 1024;

    private readonly TestClock _clock = new();
    private readonly AcceptBurst _burst;
    private long _heapSize = LargestHeap;

    public AcceptBurstTests() => _burst = new AcceptBurst(_clock, () => _heapSize);

    public void Dispose() => _burst.Dispose();

    [Fact]
    public void A_burst_is_followed_by_one_trim_once_it_is_calm()
    {
        Accept(1000);
        Assert.Equal(0, _burst.Trims);
        Pass(1);
        Assert.Equal(0, _burst.Trims);
        Pass(1);
        Assert.Equal(1, _burst.Trims);
        Pass(100);
        Assert.Equal(1, _burst.Trims);
    }

    [Fact]
    public void As_long_as_many_come_nothing_is_trimmed()
    {
        for (int second = 0; second < 100; second++)
        {
            Accept(50);
            Pass(1);
            Assert.Equal(0, _burst.Trims);
        }

        Accept(49);
        Pass(1);
        Assert.Equal(1, _burst.Trims);
    }

    [Fact]
    public void A_few_at_a_time_are_trimmed_after_a_thousand_and_not_before()
    {
        for (int accepted = 0; accepted < 960; accepted += 40)
        {
            Accept(40);
            Pass(1);
        }

        Accept(39);
        Pass(10);
        Assert.Equal(0, _burst.Trims);
        Accept(1);
        Pass(1);
        Assert.Equal(1, _burst.Trims);
        Accept(49);
        Pass(10);
        Assert.Equal(1, _burst.Trims);
    }

    [Fact]
    public void Another_burst_is_trimmed_again_and_one_that_is_smaller_is_not()
    {
        Accept(5000);
        Pass(2);
        Accept(999);
        Pass(100);
        Assert.Equal(1, _burst.Trims);
        Accept(1);
        Pass(1);
        Assert.Equal(2, _burst.Trims);
    }

    [Fact]
    public void Whoever_sends_burst_after_burst_stops_the_process_once_a_minute_at_most()
    {
        for (int second = 0; second < 600; second += 2)
        {
            Accept(1000);
            Pass(2);
        }

        Assert.InRange(_burst.Trims, 9, 10);
    }

    [Fact]
    public void A_large_heap_is_left_alone_also_when_it_has_become_smaller()
    {
        _heapSize = LargestHeap + 1;
        Accept(1000);
        Pass(2);
        _heapSize = LargestHeap;
        Pass(2);
        Assert.Equal(0, _burst.Trims);
    }

    [Fact]
    public void Nothing_is_trimmed_after_its_end()
    {
        Accept(1000);
        _burst.Dispose();
        Pass(10);
        Assert.Equal(0, _burst.Trims);
    }

    private void Accept(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _burst.OnAccepted();
        }
    }

    private void Pass(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));
}

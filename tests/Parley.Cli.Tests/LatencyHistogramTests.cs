using Parley.Cli.Bench;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>The histogram of <c>parley bench</c>.</summary>
public sealed class LatencyHistogramTests
{
    private readonly LatencyHistogram _histogram = new();

    [Fact]
    public void Nothing_recorded_is_zero()
    {
        Assert.Equal(0, _histogram.Count);
        Assert.Equal(0, _histogram.ValueAt(0.5));
        Assert.Equal(0, _histogram.Max);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(123_456_789)]
    [InlineData(long.MaxValue)]
    public void One_value_is_every_percentile(long value)
    {
        _histogram.Record(value);
        Assert.Equal(value, _histogram.ValueAt(0));
        Assert.Equal(value, _histogram.ValueAt(0.5));
        Assert.Equal(value, _histogram.ValueAt(1));
        Assert.Equal(value, _histogram.Max);
    }

    [Fact]
    public void Every_value_is_kept_to_within_one_percent()
    {
        for (long value = 1; value < long.MaxValue / 3; value = (value * 3 / 2) + 1)
        {
            var histogram = new LatencyHistogram();
            histogram.Record(value);
            histogram.Record(long.MaxValue);
            Assert.InRange(histogram.ValueAt(0.5), value, value + (value / 100));
        }
    }

    [Fact]
    public void Percentiles_are_those_of_the_sorted_values()
    {
        for (int i = 1; i <= 100_000; i++)
        {
            // In an order that is not the values' own.
            _histogram.Record(i * 7919L % 100_003);
        }

        Assert.Equal(100_000, _histogram.Count);
        foreach (double share in new[] { 0.01, 0.5, 0.9, 0.99, 0.999 })
        {
            Assert.InRange(_histogram.ValueAt(share), share * 100_000 * 0.99, share * 100_000 * 1.01);
        }
    }

    [Fact]
    public void Adding_another_is_recording_its_values()
    {
        var other = new LatencyHistogram();
        _histogram.Record(10);
        other.Record(1000);
        other.Record(3);
        _histogram.Add(other);
        Assert.Equal(3, _histogram.Count);
        Assert.Equal(1000, _histogram.Max);
        Assert.Equal(1013, _histogram.Sum);
        Assert.Equal(10, _histogram.ValueAt(0.5));
    }

    [Fact]
    public void A_value_below_zero_counts_as_zero()
    {
        _histogram.Record(-5);
        Assert.Equal(1, _histogram.Count);
        Assert.Equal(0, _histogram.ValueAt(1));
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        long value = 0;
        Assert.Equal(0, Allocations.InThousandRounds(() => _histogram.Record(value += 977)));
    }
}

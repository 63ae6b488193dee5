using System.Xml.Linq;
using Parley.Cli.Bench;

namespace Parley.Cli.Tests;

/// <summary>The picture of latencies goes as far as there are values to tell its percentiles.</summary>
public sealed class LatencyPanelTests
{
    [Theory]
    [InlineData(0, "90%", "99%")]
    [InlineData(99, "90%", "99%")]
    [InlineData(100, "99%", "99.9%")]
    [InlineData(1000, "99.9%", "99.99%")]
    [InlineData(100_000, "99.999%", "99.9999%")]
    public void The_last_percentile_is_one_that_the_values_can_tell(int count, string last, string further)
    {
        var histogram = new LatencyHistogram();
        for (int i = 1; i <= count; i++)
        {
            histogram.Record(i * 1000);
        }

        string drawn = new LatencyPanel(histogram, new SvgPanel(0, 0, 100, 100)).Draw();
        string[] texts = [.. XElement.Parse($"<svg>{drawn}</svg>").Elements("text").Select(static text => text.Value)];
        Assert.Contains(last, texts);
        Assert.DoesNotContain(further, texts);
    }
}

using Parley.Cli.Bench;

namespace Parley.Cli.Tests;

/// <summary>The axes of the pictures that <c>parley bench</c> draws.</summary>
public sealed class SvgScaleTests
{
    [Theory]
    [InlineData(0, 0.2, 1)]
    [InlineData(1, 0.2, 1)]
    [InlineData(7, 2, 8)]
    [InlineData(100, 20, 100)]
    [InlineData(61_234, 20_000, 80_000)]
    [InlineData(0.013, 0.005, 0.015)]
    public void Marks_are_round_numbers_and_hold_the_largest_value(double largest, double step, double top)
    {
        var scale = new SvgScale(largest);
        Assert.Equal(step, scale.Step, 9);
        Assert.Equal(top, scale.Top, 9);
        Assert.Equal(0, scale.Marks.First());
        Assert.Equal(top, scale.Marks.Last(), 9);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(2500, "2,500")]
    [InlineData(60_000, "60 k")]
    [InlineData(1_500_000, "1.5 M")]
    public void Marks_are_written_short(double value, string expected) => Assert.Equal(expected, SvgScale.Write(value));
}

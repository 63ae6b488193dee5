using System.Globalization;

namespace Parley.Cli.Bench;

/// <summary>An axis from zero on whose marks are round numbers.</summary>
internal sealed class SvgScale
{
    private const int MostSteps = 6;

    private static readonly double[] _factors = [1, 2, 5, 10];

    /// <summary>Makes an axis that holds values up to a largest one.</summary>
    public SvgScale(double largest)
    {
        largest = largest > 0 ? largest : 1;
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(largest / MostSteps)));
        Step = _factors.Select(factor => factor * magnitude).First(step => step * MostSteps >= largest);
        Top = Math.Ceiling(largest / Step) * Step;
    }

    /// <summary>The distance between two marks.</summary>
    public double Step { get; }

    /// <summary>The last mark, at or above the largest value.</summary>
    public double Top { get; }

    /// <summary>The marks.</summary>
    public IEnumerable<double> Marks => Enumerable.Range(0, (int)Math.Round(Top / Step) + 1).Select(i => i * Step);

    /// <summary>A mark as it is written: 1,500,000 as 1.5 M.</summary>
    public static string Write(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.###", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (value / 1e3).ToString("0.###", CultureInfo.InvariantCulture) + " k",
        _ => value.ToString("#,0.###", CultureInfo.InvariantCulture),
    };
}

using System.Globalization;

namespace Parley.Cli.Bench;

/// <summary>Latency by percentile. The axis counts nines, so that the worst tenth, hundredth and thousandth take as much room each.</summary>
internal sealed class LatencyPanel(LatencyHistogram latency, SvgPanel panel)
{
    private const int PointsPerNine = 24;
    private const int MostNines = 6;

    // Where the median stands on an axis of nines.
    private static readonly double _halfInNines = Math.Log10(2);

    private static readonly string[] _percentiles = ["0%", "90%", "99%", "99.9%", "99.99%", "99.999%", "99.9999%"];

    // As many nines as there are values to tell them: among a thousand the last one is the 99.9th percentile.
    private readonly int _nines = Math.Clamp((int)Math.Floor(Math.Log10(Math.Max(1, latency.Count))), 1, MostNines);

    public string Draw()
    {
        panel.Title("Latency by percentile", "percentile of messages");
        double largest = LatencyReport.Microseconds(latency.ValueAt(ShareAt(_nines)));
        (double unit, string name) = largest >= 2000 ? (1000.0, "ms") : (1.0, "µs");
        var scale = new SvgScale(largest / unit);
        foreach (double mark in scale.Marks)
        {
            panel.Across(mark / scale.Top, $"{SvgScale.Write(mark)} {name}");
        }

        for (int nines = 0; nines <= _nines; nines++)
        {
            panel.Upward(nines / (double)_nines, _percentiles[nines]);
        }

        panel.Upward(_halfInNines / _nines, "50%");
        panel.Curve("latency", [.. Enumerable.Range(0, (_nines * PointsPerNine) + 1)
            .Select(i => At(i / (double)PointsPerNine, unit, scale))]);
        foreach (double nines in Enumerable.Range(1, _nines).Select(static whole => (double)whole).Prepend(_halfInNines))
        {
            (double x, double y) = At(nines, unit, scale);
            panel.Mark(x, y, Spoken(LatencyReport.Microseconds(latency.ValueAt(ShareAt(nines))) / unit) + " " + name);
        }

        return panel.ToString();
    }

    private static double ShareAt(double nines) => 1 - Math.Pow(10, -nines);

    private static string Spoken(double value) => value.ToString(value < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    private (double X, double Y) At(double nines, double unit, SvgScale scale) => (
        nines / _nines,
        LatencyReport.Microseconds(latency.ValueAt(ShareAt(nines))) / unit / scale.Top);
}

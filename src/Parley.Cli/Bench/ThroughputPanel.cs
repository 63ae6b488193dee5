using System.Globalization;

namespace Parley.Cli.Bench;

/// <summary>Throughput over time, in tenths of a second.</summary>
internal sealed class ThroughputPanel(LoadReport report, SvgPanel panel)
{
    public string Draw()
    {
        string what = report.Kind == "broadcast" ? "Deliveries" : "Messages";
        panel.Title($"{what} per second, each 100 ms", "seconds");
        var up = new SvgScale(report.Timeline.Select(static point => point.PerSecond).DefaultIfEmpty().Max());
        foreach (double mark in up.Marks)
        {
            panel.Across(mark / up.Top, SvgScale.Write(mark));
        }

        double last = report.Timeline.Count > 0 ? report.Timeline[^1].AtSeconds : 1;
        foreach (double mark in new SvgScale(last).Marks.Where(mark => mark <= last))
        {
            panel.Upward(mark / last, mark.ToString("0.##", CultureInfo.InvariantCulture));
        }

        if (report.Timeline.Count > 0)
        {
            // Each point stands at the end of its tenth; the first one's value holds from the start.
            List<(double, double)> points = [.. report.Timeline
                .Select(point => (point.AtSeconds / last, point.PerSecond / up.Top))
                .Prepend((0, report.Timeline[0].PerSecond / up.Top))];
            panel.Area("area", points);
            panel.Curve("throughput", points);
        }

        return panel.ToString();
    }
}

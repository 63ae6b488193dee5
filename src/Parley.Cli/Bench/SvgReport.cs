using System.Globalization;
using System.Net;

namespace Parley.Cli.Bench;

/// <summary>A load's report as a picture that stands for itself: latencies on top, throughput over time below.</summary>
internal sealed class SvgReport(LoadReport report, LatencyHistogram latency)
{
    private const int Width = 880;
    private const int Height = 760;
    private const int Left = 90;
    private const int PanelWidth = 750;
    private const int PanelHeight = 240;
    private const int LatencyTop = 130;
    private const int ThroughputTop = 455;

    // It draws its own background, so that it can be read on a light page and on a dark one.
    private const string Style = """
        <style>
          text { font-family: system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #33404d; font-size: 13px; }
          .title { font-size: 20px; font-weight: 600; fill: #17212b; }
          .panel { font-size: 15px; font-weight: 600; fill: #17212b; }
          .grid { stroke: #e3e8ee; stroke-width: 1; }
          .axis { stroke: #8794a1; stroke-width: 1; }
          .latency { fill: none; stroke: #1668b8; stroke-width: 2.5; stroke-linejoin: round; }
          .throughput { fill: none; stroke: #b4540a; stroke-width: 2; stroke-linejoin: round; }
          .area { fill: #b4540a; fill-opacity: 0.12; }
          .mark { fill: #1668b8; }
        </style>
        """;

    /// <summary>Writes the picture to a file, if there is to be one.</summary>
    public static async Task WriteAsync(string? file, LoadReport report, LatencyHistogram latency)
    {
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, new SvgReport(report, latency).ToString());
        }
    }

    public override string ToString() => $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img">
        <title>{Escape(Title)}</title>
        {Style}
        <rect width="{Width}" height="{Height}" rx="10" fill="#fbfcfd" stroke="#d5dce3"/>
        <text class="title" x="{Left}" y="42">{Escape(Title)}</text>
        <text x="{Left}" y="68">{Escape(Load)}</text>
        <text x="{Left}" y="88">{Escape(Result)}</text>
        {new LatencyPanel(latency, Panel(LatencyTop)).Draw()}
        {new ThroughputPanel(report, Panel(ThroughputTop)).Draw()}
        </svg>

        """;

    private static SvgPanel Panel(int top) => new(Left, top, PanelWidth, PanelHeight);

    private string Title => $"parley bench {report.Kind} {report.Url}";

    private bool IsBroadcast => report.Kind == "broadcast";

    private string Load
    {
        get
        {
            string senders = IsBroadcast ? Text($", {report.Senders:N0} of them sending") : "";
            return Text($"{report.Connections:N0} connections{senders}, {report.InFlight:N0} in flight each, ")
                + Text($"{report.Size:N0} bytes of {report.Type}, measured for {report.Seconds:0.0} s");
        }
    }

    private string Result
    {
        get
        {
            string deliveries = IsBroadcast ? Text($", {report.DeliveriesPerSecond:N0} deliveries/s") : "";
            string cpu = report.ServerCpuNanosecondsPerDelivery is { } nanoseconds
                ? Text($", {nanoseconds:N0} ns of server CPU per {(IsBroadcast ? "delivery" : "message")}")
                : "";
            return Text($"{report.MessagesPerSecond:N0} messages/s{deliveries}, {report.Errors:N0} errors{cpu}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;
using System.Net;
using System.Text;

namespace Parley.Compare.Reporting;

/// <summary>Draws bars as SVG, on a ground of its own, so that it can be read on light and on dark pages.</summary>
internal static class BarChart
{
    private const int Width = 760;
    private const int Left = 250;
    private const int Right = 110;
    private const int Top = 76;
    private const int Step = 30;
    private const int BarHeight = 18;

    // From here on the longest bar would leave nothing of the shortest.
    private const double MostLinear = 30;

    private const string Style = """
        <style>
          .ground { fill: #ffffff; stroke: #d5dae1 }
          text { font: 13px system-ui, sans-serif; fill: #2b3440 }
          .title { font-size: 16px; font-weight: 600 }
          .quiet { font-size: 12px; fill: #66717f }
          .line { stroke: #e3e7ec }
          .ours { fill: #0b8f7a }
          .peer { fill: #8d9bb0 }
          @media (prefers-color-scheme: dark) {
            .ground { fill: #14181f; stroke: #303845 }
            text { fill: #e4e9f0 }
            .quiet { fill: #9aa6b5 }
            .line { stroke: #29313c }
            .ours { fill: #2cc4a9 }
            .peer { fill: #66758c }
          }
        </style>

        """;

    public static string Draw(string title, Metric metric, IReadOnlyList<Bar> bars)
    {
        double most = bars.Max(static bar => bar.Value);
        double least = bars.Min(static bar => bar.Value);
        bool isLogarithmic = most > MostLinear * least;
        double floor = isLogarithmic ? Math.Pow(10, Math.Floor(Math.Log10(least / 2))) : 0;
        double Length(double value) => (Width - Left - Right)
            * (isLogarithmic ? Math.Log(value / floor) / Math.Log(most / floor) : value / most);

        int height = Top + (bars.Count * Step) + 16;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" role="img">
            <title>{Escape(title)}</title>

            """);
        svg.Append(Style);
        svg.Append(CultureInfo.InvariantCulture, $"""
            <rect class="ground" x="0.5" y="0.5" width="{Width - 1}" height="{height - 1}" rx="8"/>
            <text class="title" x="20" y="32">{Escape(title)}</text>
            <text class="quiet" x="20" y="54">{metric.Title}, {metric.Unit}; shorter is better{(isLogarithmic ? "; each line is ten times the one before" : "")}</text>

            """);
        for (double line = floor * 10; isLogarithmic && line < most; line *= 10)
        {
            double x = Left + Length(line);
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="line" x1="{x:0.#}" y1="{Top - 6}" x2="{x:0.#}" y2="{height - 14}"/>{"\n"}""");
        }

        for (int i = 0; i < bars.Count; i++)
        {
            svg.Append(DrawBar(bars[i], Top + (i * Step), Length(bars[i].Value)));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string DrawBar(Bar bar, int y, double length) => string.Create(CultureInfo.InvariantCulture, $"""
        <text x="{Left - 12}" y="{y + 14}" text-anchor="end">{Escape(bar.Label)}</text>
        <rect class="{(bar.IsOurs ? "ours" : "peer")}" x="{Left}" y="{y}" width="{Math.Max(2, length):0.#}" height="{BarHeight}" rx="3"/>
        <text x="{Left + Math.Max(2, length) + 8:0.#}" y="{y + 14}">{bar.Value:N0}</text>

        """);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;
using System.Text;

namespace Parley.Cli.Bench;

/// <summary>A panel of a picture: its place, its axes, and lines within. Shares of its width and height run from 0 to 1.</summary>
internal sealed class SvgPanel(int left, int top, int width, int height)
{
    private const int LabelGap = 20;
    private const int TitleGap = 14;
    private const int UnitGap = 42;

    private readonly StringBuilder _text = new();

    /// <summary>Writes the panel's title, and what runs along its lower edge.</summary>
    public SvgPanel Title(string title, string unit)
    {
        Line($"<text class=\"panel\" x=\"{left}\" y=\"{top - TitleGap}\">{title}</text>");
        Line($"<text x=\"{left + (width / 2)}\" y=\"{top + height + UnitGap}\" text-anchor=\"middle\">{unit}</text>");
        return this;
    }

    /// <summary>Draws a line across with its value at the left.</summary>
    public void Across(double y, string label)
    {
        string at = Number(Y(y));
        Line($"<line class=\"{(y > 0 ? "grid" : "axis")}\" x1=\"{left}\" x2=\"{left + width}\" y1=\"{at}\" y2=\"{at}\"/>");
        Line($"<text x=\"{left - 10}\" y=\"{Number(Y(y) + 4)}\" text-anchor=\"end\">{label}</text>");
    }

    /// <summary>Draws a line upward with its value below.</summary>
    public void Upward(double x, string label)
    {
        string at = Number(X(x));
        Line($"<line class=\"{(x > 0 ? "grid" : "axis")}\" x1=\"{at}\" x2=\"{at}\" y1=\"{top}\" y2=\"{top + height}\"/>");
        Line($"<text x=\"{at}\" y=\"{top + height + LabelGap}\" text-anchor=\"middle\">{label}</text>");
    }

    /// <summary>Draws a curve.</summary>
    public void Curve(string style, IReadOnlyList<(double X, double Y)> points) =>
        Line($"<polyline class=\"{style}\" points=\"{Join(points)}\"/>");

    /// <summary>Fills what lies below a curve.</summary>
    public void Area(string style, IReadOnlyList<(double X, double Y)> points) =>
        Line($"<polygon class=\"{style}\" points=\"{Join([(points[0].X, 0), .. points, (points[^1].X, 0)])}\"/>");

    /// <summary>Draws a dot with a text beside it.</summary>
    public void Mark(double x, double y, string label)
    {
        Line($"<circle class=\"mark\" cx=\"{Number(X(x))}\" cy=\"{Number(Y(y))}\" r=\"4\"/>");

        // To the left of the curve, which only ever rises, unless there is no room.
        bool isFirst = x < 0.1;
        Line($"<text x=\"{Number(X(x) + (isFirst ? 8 : -8))}\" y=\"{Number(Y(y) - 9)}\" text-anchor=\"{(isFirst ? "start" : "end")}\">{label}</text>");
    }

    public override string ToString() => _text.ToString();

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private void Line(string element) => _text.Append(element).Append('\n');

    private double X(double share) => left + (share * width);

    private double Y(double share) => top + height - (share * height);

    private string Join(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => $"{Number(X(point.X))},{Number(Y(point.Y))}"));
}

namespace Parley.Compare.Reporting;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Value">How long it is.</param>
/// <param name="IsOurs">Whether it is Parley's.</param>
internal sealed record Bar(string Label, double Value, bool IsOurs);

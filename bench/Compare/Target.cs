using System.Globalization;

namespace Parley.Compare;

/// <summary>What a ratio should be.</summary>
/// <param name="Value">The bound.</param>
/// <param name="IsUpper">Whether the ratio is to stay below it, rather than to reach it.</param>
internal readonly record struct Target(double Value, bool IsUpper = false)
{
    // Two runs of the same program differ by so much.
    private const double Tolerance = 0.05;

    public bool IsMetBy(double ratio) => IsUpper ? ratio <= Value : ratio >= Value * (1 - Tolerance);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsUpper ? "≤" : "≥")} {Value:0.##}");
}

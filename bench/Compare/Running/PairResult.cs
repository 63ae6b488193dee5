namespace Parley.Compare.Running;

/// <summary>What the two of a pair did, round by round.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Rounds">For each round what was measured of the base and of the peer.</param>
/// <param name="Failure">Why there are not all rounds, or null.</param>
internal sealed record PairResult(Pair Pair, IReadOnlyList<Round> Rounds, string? Failure)
{
    /// <summary>The median of the rounds' ratios, peer to base: how many times as much the peer needs.</summary>
    public double? Ratio => MedianOf(static round => round.Peer.Cost / round.Base.Cost);

    /// <summary>The lowest and the highest ratio of a round.</summary>
    public (double Low, double High) Spread
    {
        get
        {
            double[] ratios = [.. Rounds.Select(static round => round.Peer.Cost / round.Base.Cost)];
            return (ratios.Min(), ratios.Max());
        }
    }

    public double? MedianOf(Func<Round, double?> value)
    {
        double[] values = [.. Rounds.Select(value).OfType<double>().Order()];
        int middle = values.Length / 2;
        return values.Length == 0 ? null
            : values.Length % 2 == 1 ? values[middle]
            : (values[middle - 1] + values[middle]) / 2;
    }
}

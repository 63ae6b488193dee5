namespace Parley.Cli.Conformance;

/// <summary>One case: what is sent, and what must come of it. The same case tests servers and clients.</summary>
internal sealed record ConformanceCase(string Id, string Title, IReadOnlyList<Step> Steps)
{
    /// <summary>What must be received, in order, as <see cref="CaseEvent"/> describes it.</summary>
    public IReadOnlyList<string> Expected { get; init; } = [];

    /// <summary>What is tolerated besides, as not strict.</summary>
    public IReadOnlyList<string>? Tolerated { get; init; }

    /// <summary>Who ends the connection, and how.</summary>
    public Ending Ending { get; init; } = Ending.ByTester;

    /// <summary>The close codes that the peer may send. A peer may also send none, or just end the TCP connection.</summary>
    public IReadOnlyList<int> CloseCodes { get; init; } = [1000];

    /// <summary>Whether the RFCs leave open what happens.</summary>
    public bool IsInformational { get; init; }

    /// <summary>The compression offers of the case, a client's, in order; empty for none.</summary>
    public IReadOnlyList<string> Offers { get; init; } = [];

    /// <summary>How long the peer may take for all of it.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What must come of it, in words.</summary>
    public string Expectation => Ending switch
    {
        Ending.ByPeer => (Expected.Count == 0 ? "" : $"{string.Join(", ", Expected)}; then ")
            + $"the peer fails the connection ({string.Join(" or ", CloseCodes)}, or by ending TCP).",
        _ when IsInformational => "The RFCs leave it open.",
        _ => Expected.Count == 0
            ? $"A clean close ({string.Join(" or ", CloseCodes)})."
            : $"{string.Join(", ", Expected)}; then a clean close.",
    };
}

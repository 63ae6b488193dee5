namespace Parley.Compare;

/// <summary>What a comparison is told.</summary>
/// <param name="Root">The repository's folder.</param>
/// <param name="Quick">Whether it should end within five minutes.</param>
/// <param name="Only">Workloads and peers to which it is limited, or nothing.</param>
/// <param name="Rounds">How many rounds each pair gets.</param>
internal sealed record Settings(string Root, bool Quick, IReadOnlyList<string> Only, int Rounds)
{
    // More would make the files' names long.
    private const int MostNames = 2;

    /// <summary>Whether all peers and workloads are there; with names, --quick only shortens.</summary>
    public bool IsWhole => !Quick || Only.Count > 0;

    public double Seconds => Quick ? 1.5 : 3;

    public double Warmup => Quick ? 0.5 : 1;

    /// <summary>How long a server is warmed up before its first round: .NET compiles twice.</summary>
    public double FirstWarmup => Quick ? 4 : 8;

    public string ResultsFolder => Path.Combine(Root, "bench", "results");

    /// <summary>The name of the files written: a part must not replace the whole.</summary>
    public string ResultName => string.Join('-', [
        "compare", .. Quick ? ["quick"] : Array.Empty<string>(), .. Only.Count <= MostNames ? Only : ["part"]]);

    /// <summary>The command as somebody would type it.</summary>
    public string CommandLine => string.Join(' ', [
        "bench/compare.sh",
        .. Quick ? ["--quick"] : Array.Empty<string>(),
        .. Only.Count > 0 ? ["--only " + string.Join(',', Only)] : Array.Empty<string>(),
        "--rounds " + Rounds]);

    /// <summary>A file among what compare.sh has installed and built.</summary>
    public string InPeers(params string[] path) => Path.Combine([Root, "bench", ".peers", .. path]);

    /// <summary>A peer's source file.</summary>
    public string Source(string file) => Path.Combine(Root, "bench", "peers", file);
}

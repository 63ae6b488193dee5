namespace Parley.Cli.Bench;

/// <summary>The results of <c>bench mixed</c>, as they stand in the JSON file.</summary>
internal sealed record MixedReport
{
    public required string Kind { get; init; }

    public required string Url { get; init; }

    /// <summary><c>echo</c> or <c>broadcast</c>.</summary>
    public required string Server { get; init; }

    public required int Connections { get; init; }

    public required int Rate { get; init; }

    public required double Seconds { get; init; }

    public required long Messages { get; init; }

    public required long Errors { get; init; }

    public required IReadOnlyList<ErrorCount> ErrorList { get; init; }

    /// <summary>What the server held after a minute, or half of a shorter time.</summary>
    public long? ResidentBytesEarly { get; init; }

    public long? ResidentBytesAtEnd { get; init; }

    public required IReadOnlyList<MixedPoint> Points { get; init; }

    public override string ToString()
    {
        BenchTable table = new BenchTable($"{Kind} {Url}")
            .Add("connections", $"{Connections:N0} healthy, and others that come and go")
            .Add("messages", $"{Messages:N0} in {Seconds:0.#} s")
            .AddErrors(Errors, ErrorList);
        if (ResidentBytesEarly is { } early && ResidentBytesAtEnd is { } end)
        {
            table.Add("resident", $"{MiB(early)} early, {MiB(end)} at the end, {(end - early) / (1024.0 * 1024):+0.0;-0.0} MiB");
        }

        return table.ToString();
    }

    private static string MiB(long bytes) => $"{bytes / (1024.0 * 1024):0.0} MiB";
}

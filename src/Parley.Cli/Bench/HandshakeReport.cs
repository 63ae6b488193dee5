namespace Parley.Cli.Bench;

/// <summary>The results of <c>bench handshake</c>, as they stand in the JSON file.</summary>
internal sealed record HandshakeReport
{
    public required string Kind { get; init; }

    public required string Url { get; init; }

    public required int Concurrency { get; init; }

    public required double WarmupSeconds { get; init; }

    /// <summary>How long was measured, exactly.</summary>
    public required double Seconds { get; init; }

    public required long Handshakes { get; init; }

    public required double HandshakesPerSecond { get; init; }

    public required long Errors { get; init; }

    public required IReadOnlyList<ErrorCount> ErrorList { get; init; }

    public required LatencyReport LatencyMicroseconds { get; init; }

    public double? ServerCpuMicrosecondsPerHandshake { get; init; }

    public double? ServerCores { get; init; }

    public required double ClientCpuMicrosecondsPerHandshake { get; init; }

    public override string ToString()
    {
        BenchTable table = new BenchTable($"{Kind} {Url}")
            .Add("connections", $"{Concurrency:N0} at once, each closed as soon as it is open")
            .Add("measured", $"{Seconds:0.00} s, after {WarmupSeconds:0.##} s to warm up")
            .Add("handshakes", $"{Handshakes:N0}")
            .Add("handshakes/s", $"{HandshakesPerSecond:N0}")
            .AddErrors(Errors, ErrorList)
            .Add("latency", LatencyMicroseconds.ToString());
        if (ServerCpuMicrosecondsPerHandshake is { } server)
        {
            table.Add("server CPU", $"{server:N1} us per handshake, {ServerCores:0.00} cores");
        }

        return table.Add("client CPU", $"{ClientCpuMicrosecondsPerHandshake:N1} us per handshake").ToString();
    }
}

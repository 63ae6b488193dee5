namespace Parley.Cli.Bench;

/// <summary>The results of <c>bench idle</c>, as they stand in the JSON file.</summary>
internal sealed record IdleReport
{
    public required string Kind { get; init; }

    public required string Url { get; init; }

    public required int Connections { get; init; }

    /// <summary>From how many connections on growth counts.</summary>
    public required int From { get; init; }

    public required double HoldSeconds { get; init; }

    public required long Errors { get; init; }

    public required IReadOnlyList<ErrorCount> ErrorList { get; init; }

    public required double ConnectsPerSecond { get; init; }

    public double? ServerCpuMicrosecondsPerConnect { get; init; }

    public long? ResidentBytesAtFrom { get; init; }

    public long? ResidentBytesAtEnd { get; init; }

    public long? AnonymousBytesAtFrom { get; init; }

    public long? AnonymousBytesAtEnd { get; init; }

    /// <summary>By how many resident bytes the server grew for each connection after the first ones.</summary>
    public double? ResidentBytesPerConnection { get; init; }

    public double? AnonymousBytesPerConnection { get; init; }

    /// <summary>How many processors the server kept busy while all connections were silent.</summary>
    public double? ServerIdleCores { get; init; }

    /// <summary>How many messages were sent and came back in the end.</summary>
    public long? Echoes { get; init; }

    public double? ServerCpuNanosecondsPerEcho { get; init; }

    public override string ToString()
    {
        BenchTable table = new BenchTable($"{Kind} {Url}")
            .Add("connections", $"{Connections:N0}, {ConnectsPerSecond:N0} connects/s")
            .AddErrors(Errors, ErrorList);
        if (ResidentBytesAtEnd is not null)
        {
            table.Add("resident", Growth(ResidentBytesAtFrom, ResidentBytesAtEnd, ResidentBytesPerConnection))
                .Add("anonymous", Growth(AnonymousBytesAtFrom, AnonymousBytesAtEnd, AnonymousBytesPerConnection))
                .Add("server CPU", $"{ServerCpuMicrosecondsPerConnect:N1} us per connect, {ServerIdleCores:0.0000} cores while idle");
        }

        if (Echoes is not null)
        {
            string cpu = ServerCpuNanosecondsPerEcho is { } nanoseconds ? $", {nanoseconds:N0} ns of server CPU each" : "";
            table.Add("echoes", $"{Echoes:N0}{cpu}");
        }

        return table.ToString();
    }

    private string Growth(long? from, long? end, double? each) =>
        $"{Spoken.Bytes(from ?? 0)} at {From:N0}, {Spoken.Bytes(end ?? 0)} at {Connections:N0}: {each:N0} bytes per connection";
}

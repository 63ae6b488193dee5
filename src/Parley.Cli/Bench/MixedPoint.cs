namespace Parley.Cli.Bench;

/// <summary>Where a mixed load stands at a moment.</summary>
internal sealed record MixedPoint(double AtSeconds, long Messages, int Open, long Errors, long? ResidentBytes)
{
    public override string ToString()
    {
        string memory = ResidentBytes is { } bytes ? $"   server {bytes / (1024.0 * 1024):0.0} MiB" : "";
        return $"{AtSeconds,6:0} s   {Messages,13:N0} messages   {Open,6:N0} open   {Errors,4:N0} errors{memory}";
    }
}

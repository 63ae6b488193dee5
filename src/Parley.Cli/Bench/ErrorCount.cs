namespace Parley.Cli.Bench;

/// <summary>Something that went wrong, and how often.</summary>
internal sealed record ErrorCount(string What, long Times)
{
    public override string ToString() => $"{Times:N0} x {What}";
}

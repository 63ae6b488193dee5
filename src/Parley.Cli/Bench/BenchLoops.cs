namespace Parley.Cli.Bench;

/// <summary>The loops that the load lives on: the one place that chooses them.</summary>
internal static class BenchLoops
{
    public static LoopGroup Create() => LoopGroup.Create(Engine.Auto);
}

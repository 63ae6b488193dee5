namespace Parley.Cli.Bench;

/// <summary>How fast a load was, in a tenth of a second or so.</summary>
/// <param name="AtSeconds">The end of the tenth, counted from the start of the measurement.</param>
/// <param name="PerSecond">How many deliveries a second there were; for an echo, messages.</param>
internal readonly record struct ThroughputPoint(double AtSeconds, double PerSecond);

namespace Parley.Cli.Bench;

/// <summary>A measurement could not be made, or not be made to its end. The message is for whoever runs it.</summary>
internal sealed class BenchException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>With what had gone wrong until then, below the sentence.</summary>
    public BenchException(string message, ErrorTally errors)
        : this(string.Concat([message, .. errors.ToList().Take(BenchTable.MostErrors).Select(static error => "\n  " + error)]))
    {
    }
}

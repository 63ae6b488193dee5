namespace Parley.Cli;

/// <summary>An attack that can be played against a server.</summary>
/// <param name="Name">Its name, its theme first.</param>
/// <param name="Advisory">Where it happened to somebody.</param>
/// <param name="What">What is sent, and what is expected, in a sentence.</param>
/// <param name="Play">Plays it.</param>
internal sealed record AttackCase(
    string Name, string Advisory, string What, Func<AttackContext, Task<AttackResult>> Play)
{
    /// <summary>How long it may take in all.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it mostly waits, and is played beside the others.</summary>
    public bool IsSlow { get; init; }
}

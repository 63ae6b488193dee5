namespace Parley.Cli;

/// <summary>An attack that was played.</summary>
/// <param name="Case">The attack.</param>
/// <param name="Result">What it came to, with what the server was like afterwards.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="MemoryGrowth">By how many bytes the server's process grew at most, if somebody looked.</param>
internal sealed record AttackOutcome(AttackCase Case, AttackResult Result, TimeSpan Elapsed, long? MemoryGrowth)
{
    public override string ToString() =>
        $"{Result.Verdict.ToString().ToUpperInvariant()} {Case.Name} - {Case.Advisory} - {Result.Seen}";
}

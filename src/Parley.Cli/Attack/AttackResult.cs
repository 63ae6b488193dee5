namespace Parley.Cli;

/// <summary>What an attack came to.</summary>
/// <param name="Verdict">How the server came out of it.</param>
/// <param name="Seen">What it did, in a few words.</param>
internal sealed record AttackResult(AttackVerdict Verdict, string Seen)
{
    public static AttackResult Pass(string seen) => new(AttackVerdict.Pass, seen);

    public static AttackResult Warn(string seen) => new(AttackVerdict.Warn, seen);

    public static AttackResult Fail(string seen) => new(AttackVerdict.Fail, seen);

    public static AttackResult Skip(string seen) => new(AttackVerdict.Skip, seen);
}

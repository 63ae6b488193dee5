namespace Parley.Testing;

/// <summary>A rule for presence.</summary>
/// <param name="Sentence">What it says.</param>
/// <param name="Check">Throws if it does not hold.</param>
/// <param name="Nodes">How many nodes it is about.</param>
/// <param name="Needs">What must be possible for the rule to be checked.</param>
internal sealed record PresenceRule(
    string Sentence, Func<PresenceStage, Task> Check, int Nodes = 1, PresencePowers Needs = PresencePowers.None);

namespace Parley.Testing;

/// <summary>What came of checking a rule that does not fail.</summary>
public enum RuleOutcome
{
    /// <summary>The rule holds.</summary>
    Held,

    /// <summary>The rule is about something that the layer does not claim to be able to.</summary>
    NotApplicable,
}

namespace Parley.Cli.Conformance;

/// <summary>What came of a case.</summary>
/// <param name="Id">The case's number, such as 6.4.3.</param>
/// <param name="Title">What is sent.</param>
/// <param name="Expectation">What must come of it.</param>
/// <param name="Outcome">How the peer came through.</param>
/// <param name="Seen">What was seen, in a sentence.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Frames">The frames that passed, the first of them if there were many.</param>
internal sealed record CaseResult(
    string Id,
    string Title,
    string Expectation,
    CaseOutcome Outcome,
    string Seen,
    long Milliseconds,
    IReadOnlyList<WireFrame> Frames)
{
    /// <summary>The outcome as the field writes it.</summary>
    public string OutcomeName => NameOf(Outcome);

    public static string NameOf(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Ok => "OK",
        CaseOutcome.NonStrict => "NON-STRICT",
        CaseOutcome.Informational => "INFORMATIONAL",
        CaseOutcome.Unimplemented => "UNIMPLEMENTED",
        _ => "FAILED",
    };
}

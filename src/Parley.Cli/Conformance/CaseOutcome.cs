namespace Parley.Cli.Conformance;

/// <summary>How a peer came through a case.</summary>
internal enum CaseOutcome
{
    /// <summary>As the RFCs have it.</summary>
    Ok,

    /// <summary>Allowed, but later or laxer than it could be.</summary>
    NonStrict,

    /// <summary>The RFCs leave it open; what was seen is only told.</summary>
    Informational,

    /// <summary>The case is about an extension that the peer does not speak.</summary>
    Unimplemented,

    /// <summary>Against the RFCs.</summary>
    Failed,
}

namespace Parley.Cli.Conformance;

/// <summary>Who ends a case's connection, and how.</summary>
internal enum Ending
{
    /// <summary>The tester, with a Close frame once everything expected has come. The peer must answer it.</summary>
    ByTester,

    /// <summary>The case's own steps hold a Close frame. The peer must answer it.</summary>
    BySteps,

    /// <summary>The case's own steps hold a bad Close frame. The peer may answer, or end TCP.</summary>
    ByStepsUnclean,

    /// <summary>The peer, since what it was sent is against the RFCs.</summary>
    ByPeer,
}

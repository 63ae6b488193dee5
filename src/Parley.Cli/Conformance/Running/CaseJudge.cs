namespace Parley.Cli.Conformance;

/// <summary>Holds what was seen against what a case expects.</summary>
internal static class CaseJudge
{
    public static (CaseOutcome Outcome, string Seen) Judge(ConformanceCase tried, CaseConnection connection)
    {
        CaseClosing closing = connection.Closing;
        string seen = Describe(connection);
        if (tried.IsInformational)
        {
            return (CaseOutcome.Informational, seen);
        }

        if (closing.Breach is not null || closing.Wrong is not null)
        {
            return (CaseOutcome.Failed, seen);
        }

        string? wrongEnd = CheckEnding(tried, closing);
        if (wrongEnd is not null)
        {
            return (CaseOutcome.Failed, $"{wrongEnd} {seen}");
        }

        bool isExpected = connection.Events.SequenceEqual(tried.Expected);
        bool isTolerated = tried.Tolerated is not null && connection.Events.SequenceEqual(tried.Tolerated);
        return (isExpected ? CaseOutcome.Ok : isTolerated ? CaseOutcome.NonStrict : CaseOutcome.Failed, seen);
    }

    private static string? CheckEnding(ConformanceCase tried, CaseClosing closing)
    {
        bool mustBePeer = tried.Ending == Ending.ByPeer;
        bool mustBeClean = tried.Ending is Ending.ByTester or Ending.BySteps;
        if (!closing.HasPeerEnded)
        {
            return mustBePeer ? "The peer did not fail the connection." : "The peer did not answer the Close frame.";
        }

        if (closing.IsByPeer != mustBePeer)
        {
            return mustBePeer ? "The peer did not fail the connection by itself." : "The peer ended the connection by itself.";
        }

        if (mustBeClean && !closing.IsReceived)
        {
            return "The peer ended TCP without a Close frame.";
        }

        return closing.Code is { } code && !tried.CloseCodes.Contains((int)code)
            ? $"The close code must be {string.Join(" or ", tried.CloseCodes)}."
            : null;
    }

    private static string Describe(CaseConnection connection)
    {
        CaseClosing closing = connection.Closing;
        List<string> seen = [.. connection.Events.Take(20)];
        if (connection.Events.Count > seen.Count)
        {
            seen.Add($"and {connection.Events.Count - seen.Count} more");
        }

        if (closing.Wrong is not null)
        {
            seen.Add(closing.Wrong);
        }

        if (closing.Breach is not null)
        {
            seen.Add("the peer broke the protocol: " + closing.Breach);
        }

        seen.Add(closing switch
        {
            { IsReceived: true, Code: { } code } => $"Close {(int)code}",
            { IsReceived: true } => "an empty Close",
            { IsTcpEnded: true } => "the end of TCP",
            _ => "no end",
        });
        return $"Seen: {string.Join("; ", seen)}.";
    }
}

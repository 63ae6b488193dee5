using Parley.TestSupport;

namespace Parley.Channels.Tests.Sessions;

/// <summary>What the meter counts of sessions. Other tests count at the same time: it is at least what happens here.</summary>
public sealed class SessionMetricTests
{
    [Fact]
    public void Joins_are_counted_by_their_outcome_and_errors_by_their_code()
    {
        using var joins = new MetricCollector("parley.session.joins", "outcome");
        using var errors = new MetricCollector("parley.session.errors", "code");
        var stage = new SessionStage();
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"a"}""");
        ada.Ask("""{"op":"join","group":"b","after":0}""");
        ada.Ask("""{"op":"join","group":"c","epoch":"x","after":7}""");
        ada.Ask("""{"op":"join"}""");
        Assert.True(joins.Counts["new"] >= 1);
        Assert.True(joins.Counts["recovered"] >= 1);
        Assert.True(joins.Counts["new_epoch"] >= 1);
        Assert.True(errors.Counts["bad_request"] >= 1);
    }
}

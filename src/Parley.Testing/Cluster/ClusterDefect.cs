namespace Parley.Testing;

/// <summary>Defects that a cluster can be given, to see whether tests find them.</summary>
internal enum ClusterDefect
{
    None,

    /// <summary>Members hear of a publication before it is kept; if its node dies in between, it never is.</summary>
    ToldBeforeKept,

    /// <summary>It is acknowledged before it is kept.</summary>
    AcknowledgedBeforeKept,

    /// <summary>What is resent is published again.</summary>
    ForgetsIds,

    /// <summary>What is published while a subscription is under way is not told.</summary>
    HoleWhileSubscribing,

    /// <summary>What a node missed while it was cut off is not told.</summary>
    NoCatchingUp,

    /// <summary>That history has lost its oldest publications is not told.</summary>
    SilentTrimming,

    /// <summary>A lost history is not told: the next one goes on under the same epoch.</summary>
    SameEpoch,

    /// <summary>Now and then two publications are told in the wrong order.</summary>
    WrongOrder,

    /// <summary>The people of a dead node stay.</summary>
    NoLeases,
}

namespace Parley.Testing;

/// <summary>Defects that a cluster can be given, to see whether tests find them.</summary>
internal enum ClusterDefect
{
    None,

    /// <summary>Members hear of a publication before it is kept, and now and then it never is.</summary>
    ToldBeforeKept,

    /// <summary>What is resent is published again.</summary>
    ForgetsIds,

    /// <summary>What is published while a subscription is under way is not told.</summary>
    HoleWhileSubscribing,

    /// <summary>What a node missed while it was cut off is not told.</summary>
    NoCatchingUp,

    /// <summary>That history has lost its oldest publications is not told.</summary>
    SilentTrimming,

    /// <summary>Now and then two publications are told in the wrong order.</summary>
    WrongOrder,

    /// <summary>The people of a dead node stay.</summary>
    NoLeases,
}

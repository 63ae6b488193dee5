namespace Parley.Channels;

/// <summary>Publications that this subscription will never be told. Nothing else is missing.</summary>
public sealed record SessionGap : SessionEvent
{
    internal SessionGap()
    {
    }

    /// <summary>Which.</summary>
    public required StreamGap Range { get; init; }
}

namespace Parley.Channels;

/// <summary>A publication was erased from history: whoever shows it should stop.</summary>
public sealed record SessionDeleted : SessionEvent
{
    internal SessionDeleted()
    {
    }

    /// <summary>Which.</summary>
    public required long Offset { get; init; }
}

namespace Parley.Channels;

/// <summary>What became of a publication.</summary>
public enum PublishStatus
{
    /// <summary>It is in history, as durable as the layer's history is, and its position is its own.</summary>
    Stored,

    /// <summary>The same user has published the same data under the same id before: the position is the first one's.</summary>
    Duplicate,

    /// <summary>
    /// It went to the members that are here now and is not kept: the layer has no history, or it was a
    /// <see cref="PublicationKind.Signal"/>.
    /// </summary>
    NotStored,

    /// <summary>
    /// The same user has published other data under the same id before (<c>id_reused</c>): nobody hears of this one.
    /// The position is the first one's.
    /// </summary>
    Refused,
}

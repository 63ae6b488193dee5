namespace Parley.Channels;

/// <summary>What became of something sent to one channel.</summary>
public enum SendResult
{
    /// <summary>It is on its way, at most once: a node that dies loses it.</summary>
    Sent,

    /// <summary>The layer knows that there is no such channel, or no more.</summary>
    NoSuchChannel,
}

using Parley.Channels;

namespace Parley.Testing;

/// <summary>A node's subscription to a group, and how far it has been told.</summary>
internal sealed class Subscription(NodeLink link, IChannelLayerHandler handler, StreamPosition position)
{
    public NodeLink Link => link;

    public IChannelLayerHandler Handler => handler;

    public StreamPosition Position { get; set; } = position;

    /// <summary>Whether it is told nothing: a defect.</summary>
    public bool IsMuted { get; set; }

    /// <summary>What is told only after the next one: a defect.</summary>
    public LinkItem? Late { get; set; }
}

using Parley.Channels;

namespace Parley.Testing;

/// <summary>
/// A node of an <see cref="InMemoryCluster"/>. Between the two there is a line that keeps the order: requests one way,
/// answers and publications the other.
/// </summary>
public sealed class InMemoryNode
{
    private readonly NodeLink _link;

    internal InMemoryNode(NodeLink link, IChannelLayer layer, IPresence presence)
    {
        _link = link;
        Layer = layer;
        Presence = presence;
    }

    /// <summary>The node's channel layer. Whoever starts it disposes it.</summary>
    public IChannelLayer Layer { get; }

    /// <summary>The node's presence. Whoever starts it disposes it.</summary>
    public IPresence Presence { get; }

    /// <summary>How many requests of the node are under way. None arrives while it is cut off.</summary>
    public int RequestCount => _link.RequestCount;

    /// <summary>How many answers and publications are on their way to the node.</summary>
    public int ReplyCount => _link.ReplyCount;

    internal NodeLink Link => _link;

    /// <summary>Lets the node's next request arrive at the cluster.</summary>
    /// <returns>False if there is none, or the node is cut off or dead.</returns>
    public bool PassRequest() => _link.PassRequest();

    /// <summary>Lets the next answer or publication arrive at the node.</summary>
    /// <returns>False if there is none, or the node is cut off or dead.</returns>
    public bool PassReply() => _link.PassReply();
}

namespace Parley.Testing;

/// <summary>When what nodes say to an <see cref="InMemoryCluster"/>, and it to them, arrives.</summary>
public enum ClusterDelivery
{
    /// <summary>At once, on the thread that says it. Whoever waits for an answer goes on on the thread pool.</summary>
    AtOnce,

    /// <summary>
    /// When a test says so, on the test's thread, one by one: see <see cref="InMemoryNode.PassRequest"/> and
    /// <see cref="InMemoryNode.PassReply"/>. Whoever waits for an answer goes on there and then. For one thread only.
    /// </summary>
    ByHand,
}

using System.Globalization;
using Parley.Channels;

namespace Parley.Testing;

/// <summary>
/// Several nodes in one process, for tests: they share streams, history and presence, as nodes do that stand on one
/// Redis. Nodes can be cut off, and die. With <see cref="ClusterDelivery.ByHand"/> nothing happens by chance.
/// </summary>
public sealed class InMemoryCluster
{
    private readonly List<InMemoryNode> _nodes = [];
    private readonly Dictionary<NodeLink, (MemoryLayer Layer, MemoryPresenceStore Store)> _parts = [];
    private readonly TimeProvider _time;
    private readonly InMemoryClusterOptions _options;
    private int _lastNode;
    private bool _isPassing;

    /// <summary>Makes a cluster without nodes.</summary>
    /// <param name="time">The clock on which publications age and leases run out.</param>
    /// <param name="options">What it is like; the defaults unless given.</param>
    public InMemoryCluster(TimeProvider time, InMemoryClusterOptions? options = null)
    {
        _time = time;
        _options = options ?? new InMemoryClusterOptions();
        History = new ClusterHistory(_options.History, time, _options.Defect);
        Streams = new ClusterStreams(History, _options.Defect);
        Rosters = new ClusterRosters(time, _options.Defect);
    }

    /// <summary>The nodes that live, in the order in which they were made.</summary>
    public IReadOnlyList<InMemoryNode> Nodes => _nodes;

    internal Lock Lock { get; } = new();

    internal ClusterHistory History { get; }

    internal ClusterStreams Streams { get; }

    internal ClusterRosters Rosters { get; }

    internal TaskCreationOptions Continuations => _options.Delivery == ClusterDelivery.AtOnce
        ? TaskCreationOptions.RunContinuationsAsynchronously
        : TaskCreationOptions.None;

    /// <summary>Adds a node.</summary>
    /// <param name="time">The node's own clock; the cluster's unless given.</param>
    public InMemoryNode CreateNode(TimeProvider? time = null)
    {
        lock (Lock)
        {
            var link = new NodeLink(string.Create(CultureInfo.InvariantCulture, $"node-{++_lastNode}"), this);
            var layer = new MemoryLayer(link, this);
            var store = new MemoryPresenceStore(link, this);
            var node = new InMemoryNode(link, layer, new ClusterPresence(store, _options.Presence, time ?? _time));
            _parts.Add(link, (layer, store));
            _nodes.Add(node);
            return node;
        }
    }

    /// <summary>
    /// Kills a node without a word: what was on its way from it and to it is lost, and what it waits for never comes.
    /// </summary>
    /// <param name="node">The node.</param>
    public void Crash(InMemoryNode node)
    {
        lock (Lock)
        {
            _nodes.Remove(node);
            _parts.Remove(node.Link);
            node.Link.End();
            Streams.Remove(node.Link);
            Rosters.Unwatch(node.Link);
        }
    }

    /// <summary>
    /// Cuts a node off: what it asks for, and answers to it, wait until <see cref="Heal"/>; what others publish in the
    /// meantime is lost on the way to it. Its lease runs on.
    /// </summary>
    /// <param name="node">The node.</param>
    public void CutOff(InMemoryNode node)
    {
        lock (Lock)
        {
            node.Link.CutOff();
            if (_parts.TryGetValue(node.Link, out (MemoryLayer Layer, MemoryPresenceStore Store) parts))
            {
                parts.Layer.StartedHandler?.OnStateChanged(LayerState.Disconnected);
            }
        }
    }

    /// <summary>
    /// Ends a cut: what has waited goes on, and the node is told what it missed: publications from history, or the gap
    /// where history has lost them.
    /// </summary>
    /// <param name="node">The node.</param>
    public void Heal(InMemoryNode node)
    {
        lock (Lock)
        {
            node.Link.Heal();
            if (_parts.TryGetValue(node.Link, out (MemoryLayer Layer, MemoryPresenceStore Store) parts))
            {
                Rosters.Unwatch(node.Link);
                node.Link.Tell(new LinkItem(() =>
                {
                    parts.Layer.StartedHandler?.OnStateChanged(LayerState.Connected);
                    parts.Store.StartedHandler?.OnReconnected();
                }));
                Streams.CatchUp(node.Link);
                OnSaid();
            }
        }
    }

    /// <summary>Loses all publications that were kept: every group begins a new epoch, and nodes are told.</summary>
    public void LoseHistory()
    {
        lock (Lock)
        {
            History.Lose();
            Streams.OnHistoryLost();
            OnSaid();
        }
    }

    /// <summary>Lets everything arrive that is on its way, and what it leads to.</summary>
    public void PassAll()
    {
        lock (Lock)
        {
            if (_isPassing)
            {
                return;
            }

            _isPassing = true;
            try
            {
                while (PassOne())
                {
                }
            }
            finally
            {
                _isPassing = false;
            }
        }
    }

    /// <summary>Something is on its way. Under the lock.</summary>
    internal void OnSaid()
    {
        if (_options.Delivery == ClusterDelivery.AtOnce)
        {
            PassAll();
        }
    }

    private bool PassOne()
    {
        bool hasPassed = false;
        for (int i = 0; i < _nodes.Count; i++)
        {
            NodeLink link = _nodes[i].Link;
            hasPassed |= link.PassRequest();
            hasPassed |= link.PassReply();
        }

        return hasPassed;
    }
}

using Parley.Channels;

namespace Parley.Testing;

/// <summary>The groups' streams, which all nodes of a cluster share. Under the cluster's lock.</summary>
/// <param name="history">Where publications are kept. It answers at once.</param>
/// <param name="defect">What is wrong with it.</param>
internal sealed class ClusterStreams(ClusterHistory history, ClusterDefect defect)
{
    private const int OneInSoMany = 5;

    private readonly Dictionary<GroupName, List<Subscription>> _subscriptions = [];
    private readonly Dictionary<ChannelName, Subscription> _channels = [];
    private int _toldCount;

    /// <summary>Told of each publication that has been kept.</summary>
    public Action<GroupName, string?, StreamPosition>? Kept { get; set; }

    public int SubscriptionCount => _subscriptions.Values.Sum(static subscriptions => subscriptions.Count);

    public StreamPosition Subscribe(GroupName group, NodeLink link, IChannelLayerHandler handler)
    {
        if (!_subscriptions.TryGetValue(group, out List<Subscription>? subscriptions))
        {
            _subscriptions.Add(group, subscriptions = []);
        }

        StreamPosition head = history.GetHead(group);
        if (!subscriptions.Exists(subscription => subscription.Link == link))
        {
            var subscription = new Subscription(link, handler, head);
            subscriptions.Add(subscription);
            if (defect == ClusterDefect.HoleWhileSubscribing)
            {
                // Until right before the answer arrives.
                subscription.IsMuted = true;
                link.Tell(new LinkItem(() => subscription.IsMuted = false));
            }
        }

        return head;
    }

    public bool Unsubscribe(GroupName group, NodeLink link)
    {
        if (_subscriptions.TryGetValue(group, out List<Subscription>? subscriptions))
        {
            subscriptions.RemoveAll(subscription => subscription.Link == link);
            if (subscriptions.Count == 0)
            {
                _subscriptions.Remove(group);
            }
        }

        return true;
    }

    public PublishResult Publish(GroupName group, Publication publication)
    {
        if (defect == ClusterDefect.ToldBeforeKept && ++_toldCount % OneInSoMany == 0)
        {
            // The process dies in between, but not its members' connections.
            StreamPosition head = history.GetHead(group);
            Tell(group, publication, head with { Offset = head.Offset + 1 });
            throw new HistoryException(HistoryError.Unavailable, "It died before it was kept.");
        }

        bool isSignal = publication.Kind == PublicationKind.Signal;
        PublishResult result = isSignal
            ? new PublishResult(PublishStatus.NotStored, default)
            : history.Append(group, publication);
        if (result.Status == PublishStatus.Stored)
        {
            Kept?.Invoke(group, publication.Origin.Id, result.Position);
        }

        if (result.Status is PublishStatus.Stored or PublishStatus.NotStored)
        {
            Tell(group, publication, result.Position);
        }

        return result;
    }

    /// <summary>Tells every node that subscribes.</summary>
    public void Tell(GroupName group, Publication publication, StreamPosition position)
    {
        foreach (Subscription subscription in SubscriptionsOf(group))
        {
            if (subscription.Link.State == LinkState.Open)
            {
                subscription.Position = position.Epoch is null ? subscription.Position : position;
                if (!subscription.IsMuted)
                {
                    Tell(subscription, group, publication, position);
                }
            }
        }
    }

    public bool Erase(GroupName group, long offset)
    {
        if (!history.Erase(group, offset))
        {
            return false;
        }

        foreach (Subscription subscription in SubscriptionsOf(group))
        {
            IChannelLayerHandler handler = subscription.Handler;
            subscription.Link.Tell(new LinkItem(() => handler.OnErased(group, offset)));
        }

        return true;
    }

    public void AddChannel(ChannelName channel, NodeLink link, IChannelLayerHandler handler) =>
        _channels.Add(channel, new Subscription(link, handler, default));

    public void RemoveChannel(ChannelName channel) => _channels.Remove(channel);

    public SendResult Send(ChannelName channel, Publication publication)
    {
        if (!_channels.TryGetValue(channel, out Subscription? found))
        {
            return SendResult.NoSuchChannel;
        }

        publication.Retain();
        found.Link.Tell(new LinkItem(
            () =>
            {
                found.Handler.OnDirect(channel, publication);
                publication.Release();
            },
            publication.Release));
        return SendResult.Sent;
    }

    /// <summary>A node is no more.</summary>
    public void Remove(NodeLink link)
    {
        foreach (GroupName group in _subscriptions.Keys.ToArray())
        {
            Unsubscribe(group, link);
        }

        foreach (ChannelName channel in _channels.Where(channel => channel.Value.Link == link).Select(static pair => pair.Key).ToArray())
        {
            _channels.Remove(channel);
        }
    }

    /// <summary>History was lost: tells every node that can be reached.</summary>
    public void OnHistoryLost()
    {
        foreach (NodeLink link in _subscriptions.Values.SelectMany(static all => all).Select(static one => one.Link).Distinct().ToArray())
        {
            CatchUp(link);
        }
    }

    /// <summary>A node can be reached again: tells what it has missed.</summary>
    public void CatchUp(NodeLink link)
    {
        foreach ((GroupName group, List<Subscription> subscriptions) in _subscriptions)
        {
            if (link.State == LinkState.Open && subscriptions.Find(one => one.Link == link) is { } subscription)
            {
                CatchUp(group, subscription);
            }
        }
    }

    private void Tell(Subscription subscription, GroupName group, Publication publication, StreamPosition position)
    {
        IChannelLayerHandler handler = subscription.Handler;
        publication.Retain();
        var item = new LinkItem(
            () =>
            {
                handler.OnPublication(group, publication, position);
                publication.Release();
            },
            publication.Release);
        if (defect == ClusterDefect.WrongOrder && subscription.Late is null && ++_toldCount % OneInSoMany == 0)
        {
            subscription.Late = item;
            return;
        }

        subscription.Link.Tell(item);
        if (subscription.Late is { } late)
        {
            subscription.Late = null;
            subscription.Link.Tell(late);
        }
    }

    private void CatchUp(GroupName group, Subscription subscription)
    {
        if (defect == ClusterDefect.NoCatchingUp)
        {
            return;
        }

        IChannelLayerHandler handler = subscription.Handler;
        StreamPosition head = history.GetHead(group);
        if (head.Epoch != subscription.Position.Epoch)
        {
            StreamPosition start = head with { Offset = 0 };
            subscription.Position = start;
            subscription.Link.Tell(new LinkItem(() => handler.OnNewEpoch(group, start)));
        }

        while (subscription.Position.Offset < head.Offset)
        {
            using HistoryPage page = history.Read(group, HistoryQuery.After(subscription.Position.Offset));
            if (page.GapAfter(subscription.Position.Offset) is { } gap)
            {
                subscription.Link.Tell(new LinkItem(() => handler.OnGap(group, gap)));
            }

            foreach (HistoryEntry entry in page.Entries)
            {
                Tell(subscription, group, entry.Publication, head with { Offset = entry.Offset });
            }

            subscription.Position = head with { Offset = page.To };
        }
    }

    private Subscription[] SubscriptionsOf(GroupName group) =>
        _subscriptions.TryGetValue(group, out List<Subscription>? subscriptions) ? [.. subscriptions] : [];
}

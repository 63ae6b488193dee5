using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>All subscriptions of a client, each at the server that its channel belongs to.</summary>
internal sealed class SubscriptionRouter(
    RedisOptions options, Func<int, ServerSubscriptions> homeOf, Func<Task> refresh, ILogger logger)
    : ISubscriptionRouter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);

    public async Task SubscribeAsync(string channel, IRedisSubscriber subscriber, CancellationToken cancellationToken)
    {
        var subscription = new Subscription(channel, subscriber, logger);
        lock (_gate)
        {
            if (!_subscriptions.TryAdd(channel, subscription))
            {
                throw new InvalidOperationException($"This client is subscribed to '{channel}' already.");
            }
        }

        Place(subscription);
        try
        {
            await subscription.First.WaitAsync(options.CommandTimeout, options.Time, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Exception? fault = subscription.Home?.LastFault;
            Remove(subscription);
            if (exception is TimeoutException)
            {
                throw new RedisTimeoutException(
                    $"The subscription to '{channel}' was not confirmed within {options.CommandTimeout.TotalSeconds:0.###} s. "
                    + fault?.Message,
                    CommandOutcome.Unknown,
                    fault);
            }

            throw;
        }
    }

    public void Unsubscribe(string channel)
    {
        Subscription? subscription;
        lock (_gate)
        {
            subscription = _subscriptions.GetValueOrDefault(channel);
        }

        if (subscription is not null)
        {
            Remove(subscription);
        }
    }

    /// <summary>Moves each subscription to where it belongs now.</summary>
    public void PlaceAll()
    {
        Subscription[] all;
        lock (_gate)
        {
            all = [.. _subscriptions.Values];
        }

        foreach (Subscription subscription in all)
        {
            Place(subscription);
        }
    }

    void ISubscriptionRouter.OnLost(Subscription subscription, RedisServerException reason)
    {
        if (reason.Code is not ("MOVED" or "CLUSTERDOWN"))
        {
            subscription.Refuse(reason);
            return;
        }

        ServerSubscriptions? left;
        lock (_gate)
        {
            left = subscription.Home;
            subscription.Home = null;
        }

        left?.Remove(subscription);
        _ = refresh();
    }

    // Subscribers are called, and servers, with no lock held: they may call back.
    private void Place(Subscription subscription)
    {
        ServerSubscriptions home = homeOf(subscription.Slot);
        ServerSubscriptions? left;
        lock (_gate)
        {
            left = subscription.Home;
            if (left == home)
            {
                return;
            }

            subscription.Home = home;
        }

        left?.Remove(subscription);
        subscription.Interrupt(new RedisConnectionException(
            $"'{subscription.Channel}' moves to {home.Endpoint}.", CommandOutcome.NotSent));
        home.Add(subscription);
        if (!IsWanted(subscription, home))
        {
            home.Remove(subscription);
        }
    }

    private bool IsWanted(Subscription subscription, ServerSubscriptions home)
    {
        lock (_gate)
        {
            return subscription.Home == home && _subscriptions.GetValueOrDefault(subscription.Channel) == subscription;
        }
    }

    private void Remove(Subscription subscription)
    {
        ServerSubscriptions? home;
        lock (_gate)
        {
            if (_subscriptions.GetValueOrDefault(subscription.Channel) == subscription)
            {
                _subscriptions.Remove(subscription.Channel);
            }

            home = subscription.Home;
            subscription.Home = null;
        }

        subscription.End();
        home?.Remove(subscription);
    }
}

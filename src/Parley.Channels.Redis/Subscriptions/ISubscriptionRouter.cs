namespace Parley.Channels.Redis;

/// <summary>Knows at which server a channel is subscribed to.</summary>
internal interface ISubscriptionRouter
{
    /// <summary>A server has refused a subscription, or ended it unasked.</summary>
    void OnLost(Subscription subscription, RedisServerException reason);
}

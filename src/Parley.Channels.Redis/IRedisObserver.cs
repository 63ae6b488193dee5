namespace Parley.Channels.Redis;

/// <summary>Is told of the connections. It must not block. The same server may come back as another: see its run_id.</summary>
internal interface IRedisObserver
{
    /// <summary>A connection is there, the first one or again.</summary>
    void OnConnected(RedisEndpoint endpoint, RedisServer server);

    /// <summary>A connection was lost, or another try to connect has failed.</summary>
    void OnDisconnected(RedisEndpoint endpoint, Exception reason);

    /// <summary>Which servers hold keys may have changed: one that is not there may not be needed any more.</summary>
    void OnServersChanged();
}

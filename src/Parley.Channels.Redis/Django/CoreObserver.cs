namespace Parley.Channels.Redis;

/// <summary>Passes on what becomes of the connections. Whenever there is a new one, Redis may have forgotten the groups.</summary>
/// <param name="health">Whom it is passed on to.</param>
/// <param name="refresh">Begins to add this process to its groups again.</param>
internal sealed class CoreObserver(LayerHealth health, Action refresh) : IRedisObserver
{
    public void OnConnected(RedisEndpoint endpoint, RedisServer server)
    {
        refresh();
        health.OnConnected(endpoint, server);
    }

    public void OnDisconnected(RedisEndpoint endpoint, Exception reason) => health.OnDisconnected(endpoint, reason);

    public void OnServersChanged() => health.OnServersChanged();
}

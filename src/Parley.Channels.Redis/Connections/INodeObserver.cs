namespace Parley.Channels.Redis;

/// <summary>Is told of one server's connection.</summary>
internal interface INodeObserver
{
    void OnNodeConnected(RedisNode node, RedisServer server);

    void OnNodeDisconnected(RedisNode node, Exception reason);
}

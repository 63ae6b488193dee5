using System.Threading.Channels;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Keeps what is told of connections.</summary>
internal sealed class RecordingObserver : IRedisObserver
{
    private readonly Channel<RedisServer> _connected = Channel.CreateUnbounded<RedisServer>();
    private readonly Channel<Exception> _disconnected = Channel.CreateUnbounded<Exception>();

    public void OnConnected(RedisEndpoint endpoint, RedisServer server) => _connected.Writer.TryWrite(server);

    public void OnDisconnected(RedisEndpoint endpoint, Exception reason) => _disconnected.Writer.TryWrite(reason);

    public void OnServersChanged()
    {
    }

    public Task<RedisServer> ConnectedAsync() => Within.Time(_connected.Reader.ReadAsync());

    public Task<Exception> DisconnectedAsync() => Within.Time(_disconnected.Reader.ReadAsync());
}

using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Native;

/// <summary>A server of rooms on the native layer, which asks Redis for nothing by itself for a long while.</summary>
internal sealed class RoomNode : IAsyncDisposable
{
    private static readonly TimeSpan _never = TimeSpan.FromDays(1);

    private readonly Groups _groups;
    private readonly WebSocketServer _server;

    private RoomNode(Groups groups)
    {
        _groups = groups;
        _server = new WebSocketServer(
            new WebSocketServerOptions(), new ConsumerRouter(groups).Map("/room/{group}/", static () => new RoomConsumer()));
        _server.Start();
    }

    public static async Task<RoomNode> StartAsync(RedisOptions redis)
    {
        var layer = new RedisLayer(redis with { KeepaliveInterval = _never }, new RedisLayerOptions { HeadInterval = _never });
        return new RoomNode(await Within.Time(Groups.StartAsync(layer)));
    }

    /// <summary>Lets members join the room <c>a</c>.</summary>
    public async Task<RawClient[]> JoinAsync(int count)
    {
        var members = new RawClient[count];
        for (int i = 0; i < count; i++)
        {
            members[i] = await RawClient.OpenAsync(_server.EndPoint.Port, "/room/a/");
        }

        return members;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _groups.DisposeAsync();
    }
}

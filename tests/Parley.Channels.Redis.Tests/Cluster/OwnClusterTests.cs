using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>Tests each of which has a cluster of its own, and a client of it.</summary>
public abstract class OwnClusterTests : IAsyncLifetime
{
    private protected RedisClusterProcess Cluster { get; private set; } = null!;

    private protected RedisClient Client { get; private set; } = null!;

    private protected RecordingObserver Observer { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Cluster = await RedisClusterProcess.StartAsync();
        Client = new RedisClient(Cluster.Options, observer: Observer);
        await Within.Time(Client.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<RespValue> ExecuteAsync(RedisCommand command) => Within.Time(Client.ExecuteAsync(command));
}

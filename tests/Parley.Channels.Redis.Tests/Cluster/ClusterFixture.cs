namespace Parley.Channels.Redis.Tests;

/// <summary>One cluster for the tests of a class: it takes a few seconds to form. It starts with the first that asks.</summary>
public sealed class ClusterFixture : IAsyncDisposable
{
    private RedisClusterProcess? _cluster;

    internal async Task<RedisClusterProcess> ClusterAsync() => _cluster ??= await RedisClusterProcess.StartAsync();

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;
}

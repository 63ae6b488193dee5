namespace Parley.Channels.Redis.Tests.Native;

/// <summary>One server for the tests of a class, each of which has groups of its own.</summary>
public sealed class RedisFixture : IAsyncDisposable
{
    private RedisProcess? _redis;

    internal async Task<RedisProcess> RedisAsync() => _redis ??= await RedisProcess.StartAsync();

    public ValueTask DisposeAsync() => _redis?.DisposeAsync() ?? ValueTask.CompletedTask;
}

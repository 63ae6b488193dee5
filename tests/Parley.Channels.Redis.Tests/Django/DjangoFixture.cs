using System.Collections.Concurrent;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Django;

/// <summary>A Redis, and a Django process with each of the two backends on it.</summary>
public sealed class DjangoFixture : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<DjangoProcess>>> _processes = new(StringComparer.Ordinal);
    private readonly Lazy<Task<RedisProcess>> _redis = new(static () => RedisProcess.StartAsync());

    internal Task<RedisProcess> RedisAsync() => _redis.Value;

    internal Task<DjangoProcess> DjangoAsync(string backend) => _processes.GetOrAdd(
        backend, name => new Lazy<Task<DjangoProcess>>(async () => await DjangoProcess.StartAsync(name, (await RedisAsync()).Port))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<DjangoProcess>> process in _processes.Values.Where(static process => process.Value.IsCompletedSuccessfully))
        {
            await (await process.Value).DisposeAsync();
        }

        if (_redis is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _redis.Value).DisposeAsync();
        }
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>How long a command is brought after its slot.</summary>
public sealed class RedirectorTests
{
    [Fact]
    public async Task A_command_fails_in_its_time_though_the_map_can_not_be_read()
    {
        var clock = new TestClock();
        var options = new RedisOptions { Time = clock };
        var endpoint = new RedisEndpoint("127.0.0.1");

        // It is never started, and so never connected.
        await using var node = new RedisNode(
            new RedisConnector(options, []), endpoint, new WaitingQuota(10, 1000), observer: null!, NullLogger.Instance);
        var reading = new TaskCompletionSource();
        var redirector = new Redirector(
            options, new ClusterMap(endpoint, options, NullLogger.Instance), _ => node, () => reading.Task);
        Task<RespValue> following = redirector.FollowAsync(
            RedisCommand.OnKey("GET", "key"),
            node,
            Task.FromException<RespValue>(new RedisServerException("CLUSTERDOWN Hash slot not served")),
            CancellationToken.None);
        await Assert.ThrowsAsync<RedisTimeoutException>(() => clock.AdvanceUntilAsync(following));
    }
}

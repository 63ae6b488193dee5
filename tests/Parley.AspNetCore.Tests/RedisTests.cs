using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Parley.Channels;
using Parley.Channels.Redis;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>Applications that share their groups through a real Redis.</summary>
public sealed class RedisTests
{
    private const string Pattern = "/room/{group}/";

    [Fact]
    public async Task Members_of_two_applications_meet_in_one_room()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using TestApp one = await StartAsync(redis);
        await using TestApp two = await StartAsync(redis);
        await using WebSocketConnection ann = await one.ConnectAsync("/room/a/");
        await using WebSocketConnection bob = await two.ConnectAsync("/room/a/");
        await ann.SendAsync("hello");
        Assert.Equal("hello", (await Within.Time(ann.ReceiveAsync()))!.Value.GetText());
        Assert.Equal("hello", (await Within.Time(bob.ReceiveAsync()))!.Value.GetText());
        await two.Services.GetRequiredService<Groups>().BroadcastAsync(new GroupName("a"), "from a service");
        Assert.Equal("from a service", (await Within.Time(ann.ReceiveAsync()))!.Value.GetText());
    }

    [Fact]
    public async Task While_Redis_is_away_the_application_is_degraded_and_its_members_stay()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using TestApp app = await StartAsync(redis);
        await using WebSocketConnection ann = await app.ConnectAsync("/room/a/");
        Assert.Equal(HealthStatus.Healthy, await StatusAsync(app));
        await redis.KillAsync();
        await UntilAsync(app, HealthStatus.Degraded);
        await redis.StartAgainAsync();
        await UntilAsync(app, HealthStatus.Healthy);
        await ann.SendAsync("again");
        Assert.Equal("again", (await Within.Time(ann.ReceiveAsync()))!.Value.GetText());
    }

    [Fact]
    public async Task An_application_whose_Redis_is_not_there_does_not_start_and_says_why()
    {
        int port = RedisServerProcess.FreePort();
        var refused = await Assert.ThrowsAsync<RedisConnectionException>(() => StartAsync($"redis://127.0.0.1:{port}"));
        Assert.Contains($"127.0.0.1:{port}", refused.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(RedisServerProcess redis) => StartAsync(redis.Url);

    private static Task<TestApp> StartAsync(string url) => TestApp.StartAsync(
        static app => app.MapConsumer<RoomConsumer>(Pattern),
        services: services => services
            .AddRedis(RedisOptions.Parse(url) with { ConnectTimeout = Within.Limit, CommandTimeout = Within.Limit })
            .AddHealthChecks().AddParley());

    private static async Task<HealthStatus> StatusAsync(TestApp app) =>
        (await Within.Time(app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync())).Status;

    private static Task UntilAsync(TestApp app, HealthStatus status)
    {
        Groups groups = app.Services.GetRequiredService<Groups>();
        LayerState state = status == HealthStatus.Healthy ? LayerState.Connected : LayerState.Disconnected;
        return Within.Time(WaitAsync());

        async Task WaitAsync()
        {
            await Within.Until(() => groups.State == state);
            Assert.Equal(status, await StatusAsync(app));
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>The engine's loops are the application's: its clock is theirs, and its health check looks at them.</summary>
public sealed class HabitTests
{
    [Theory]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task A_silent_client_is_pinged_and_given_up_by_the_applications_clock(Carrier carrier)
    {
        var clock = new TestClock();
        await using EngineApp app = await EngineApp.StartAsync(
            carrier,
            static app => app.MapWebSocket("/ws", new RecordingHandler()),
            build: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        using RawClient client = await RawClient.OpenAsync(app.Port, "/ws");
        Assert.Equal("ping 0", await clock.AdvanceUntilAsync(client.ReadFrameAsync(), app.Loops));
        await clock.AdvanceUntilAsync(app.NothingIsLeftAsync());
    }

    [Fact]
    public async Task A_loop_of_the_engines_that_is_held_makes_the_server_unhealthy_until_it_is_free()
    {
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clock = new TestClock();
        var handler = new RecordingHandler
        {
            Message = (_, _) =>
            {
                entered.SetResult();
                release.Wait(Within.Limit);
            },
        };
        await using EngineApp app = await EngineApp.StartAsync(
            Carrier.Epoll,
            app => app.MapWebSocket("/ws", handler),
            build: builder => builder.Services.AddSingleton<TimeProvider>(clock).AddHealthChecks().AddParley());
        await using WebSocketConnection client = await app.ConnectAsync("/ws");
        await client.SendAsync("hold");
        await Within.Time(entered.Task);
        HealthCheckService health = app.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Unhealthy, (await clock.AdvanceUntilAsync(health.CheckHealthAsync())).Status);
        release.Set();
        Assert.Equal(HealthStatus.Healthy, (await Within.Time(health.CheckHealthAsync())).Status);
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>The health check, asked through the platform's endpoint and service.</summary>
public sealed class HealthCheckTests
{
    [Fact]
    public async Task A_server_that_takes_connections_is_healthy()
    {
        await using TestApp app = await StartAsync();
        using var http = new HttpClient();
        Assert.Equal("Healthy", await http.GetStringAsync(new Uri($"http://127.0.0.1:{app.Port}/health")));
    }

    [Fact]
    public async Task A_full_server_is_degraded_and_says_how_many_there_are()
    {
        await using TestApp app = await StartAsync(static options => options.MaxConnections = 1);
        await using WebSocketConnection client = await app.ConnectAsync("/ws");
        HealthReportEntry entry = await AskAsync(app);
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal(1, entry.Data["connections"]);
        Assert.Equal(1, entry.Data["maxConnections"]);
    }

    [Fact]
    public async Task A_server_that_stops_is_unhealthy()
    {
        await using TestApp app = await StartAsync();
        app.BeginToStop();
        Assert.Equal(HealthStatus.Unhealthy, (await AskAsync(app)).Status);
        using var http = new HttpClient();
        using HttpResponseMessage response = await http.GetAsync(new Uri($"http://127.0.0.1:{app.Port}/health"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task A_server_whose_loop_is_held_is_unhealthy_until_it_is_free()
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
        await using TestApp app = await TestApp.StartAsync(
            app => app.MapWebSocket("/ws", handler),
            services: services => services.AddSingleton<TimeProvider>(clock).AddHealthChecks().AddParley());
        await using WebSocketConnection client = await app.ConnectAsync("/ws");
        await client.SendAsync("hold");
        await Within.Time(entered.Task);
        HealthReportEntry entry = await clock.AdvanceUntilAsync(AskAsync(app));
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("loops did not answer within 5 s", entry.Description, StringComparison.Ordinal);
        release.Set();
        Assert.Equal(HealthStatus.Healthy, (await AskAsync(app)).Status);
    }

    [Fact]
    public async Task The_checks_name_status_and_tags_are_the_applications_choice()
    {
        await using TestApp app = await TestApp.StartAsync(
            static _ => { },
            services: static services => services.AddHealthChecks().AddParley("sockets", HealthStatus.Degraded, ["ready"]));
        app.BeginToStop();
        HealthReport report = await Within.Time(
            app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(static check => check.Tags.Contains("ready")));
        Assert.Equal(HealthStatus.Degraded, report.Entries["sockets"].Status);
    }

    private static Task<TestApp> StartAsync(Action<ParleyOptions>? configure = null) => TestApp.StartAsync(
        static app =>
        {
            app.MapWebSocket("/ws", Endpoints.EchoAsync);
            app.MapHealthChecks("/health");
        },
        configure,
        static services => services.AddHealthChecks().AddParley());

    private static async Task<HealthReportEntry> AskAsync(TestApp app) => Assert.Single(
        (await Within.Time(app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync())).Entries).Value;
}

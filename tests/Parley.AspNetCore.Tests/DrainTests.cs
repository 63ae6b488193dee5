using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>What happens to connections when the application stops.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Stopping_with_a_thousand_connections_closes_each_with_1001_within_the_hosts_timeout()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapWebSocket("/ws", Endpoints.EchoAsync),
            services: static services => services.Configure<HostOptions>(
                static host => host.ShutdownTimeout = TimeSpan.FromSeconds(20)));
        WebSocketConnection[] clients = await ConnectAsync(app, 1000);
        Task<Message?[]> reading = Task.WhenAll(clients.Select(static client => client.ReceiveAsync().AsTask()));
        await app.StopAsync();
        await Within.Time(reading);

        // What the host's timeout cuts off is seen as 1006.
        Assert.All(clients, static client => Assert.Equal(CloseCode.GoingAway, client.CloseCode));
        Assert.DoesNotContain(app.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_are_closed_one_part_after_another()
    {
        var clock = new TestClock();
        await using TestApp app = await StartAsync(clock);
        WebSocketConnection[] clients = await ConnectAsync(app, 4 * DrainSchedule.LeastPerStep);
        Task<Message?>[] reading = [.. clients.Select(static client => client.ReceiveAsync().AsTask())];
        app.BeginToStop();
        await Within.Time(Task.WhenAny(reading));
        Assert.Contains(clients, static client => client.State == ConnectionState.Open);
        for (int step = 1; step < 4; step++)
        {
            clock.Advance(DrainSchedule.StepLength);
        }

        await Within.Time(Task.WhenAll(reading));
        Assert.All(clients, static client => Assert.Equal(CloseCode.GoingAway, client.CloseCode));
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_is_dropped_before_the_host_loses_its_patience()
    {
        var clock = new TestClock();
        await using TestApp app = await StartAsync(clock, static options => options.Connection = new ConnectionOptions
        {
            Protocol = new ProtocolOptions { CloseTimeout = TimeSpan.FromHours(1), PingInterval = Timeout.InfiniteTimeSpan },
        });
        using RawClient client = await RawClient.OpenAsync(app.Port, "/ws");
        Task stopping = app.StopAsync();
        Assert.Equal("close 1001", await client.ReadFrameAsync());
        Assert.False(stopping.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(24));
        await stopping;
    }

    [Fact]
    public async Task Whoever_comes_while_the_application_stops_gets_a_503()
    {
        await using TestApp app = await StartAsync(new TestClock());
        using RawClient early = await RawClient.ConnectAsync(app.Port);
        app.BeginToStop();
        await early.SendAsync(RawClient.Handshake("/ws"));
        string head = await early.ReadHeadAsync();
        Assert.StartsWith("HTTP/1.1 503 ", head, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 1\r\n", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 5, 30, 1)]
    [InlineData(50, 5, 30, 1)]
    [InlineData(51, 5, 30, 2)]
    [InlineData(1000, 5, 30, 20)]
    [InlineData(5000, 5, 30, 100)]
    [InlineData(100_000, 5, 30, 100)]
    [InlineData(100_000, 5, 4, 40)]
    [InlineData(100_000, 60, 30, 300)]
    [InlineData(100_000, 0, 30, 1)]
    [InlineData(100_000, 5, 0, 1)]
    public void Closing_takes_as_many_steps_as_are_worth_it_and_half_of_the_hosts_timeout_at_most(
        int connections, int period, int hostTimeout, int steps)
    {
        var plan = DrainSchedule.Plan(connections, TimeSpan.FromSeconds(period), TimeSpan.FromSeconds(hostTimeout));
        Assert.Equal(steps, plan.Steps);
        Assert.Equal(TimeSpan.FromSeconds(hostTimeout) * 0.8, plan.Deadline);
    }

    [Fact]
    public void A_host_without_a_timeout_drops_nobody() => Assert.Equal(
        new DrainSchedule(100, Deadline: null),
        DrainSchedule.Plan(100_000, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan));

    private static Task<TestApp> StartAsync(TestClock clock, Action<ParleyOptions>? configure = null) => TestApp.StartAsync(
        static app => app.MapWebSocket("/ws", Endpoints.EchoAsync),
        configure,
        services => services.AddSingleton<TimeProvider>(clock));

    private static Task<WebSocketConnection[]> ConnectAsync(TestApp app, int count) =>
        Within.Time(Task.WhenAll(Enumerable.Range(0, count).Select(_ => app.ConnectAsync("/ws"))));
}

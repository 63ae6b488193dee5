using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Parley.Channels;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>Activities and metrics of connections inside the platform. Each test has a route of its own to tell its own by.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public TelemetryTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "Parley" or "Microsoft.AspNetCore",
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_handshake_is_an_activity_with_the_conventions_names()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapWebSocket("/traced/{id}", Endpoints.EchoAsync));
        await using WebSocketConnection client = await app.ConnectAsync("/traced/a%20b?access_token=secret");
        Activity handshake = await FindAsync("parley.handshake", "http.route", "/traced/{id}");
        Assert.Equal("GET", handshake.GetTagItem("http.request.method"));
        Assert.Equal("http", handshake.GetTagItem("url.scheme"));
        Assert.Equal("/traced/a%20b", handshake.GetTagItem("url.path"));
        Assert.Equal("127.0.0.1", handshake.GetTagItem("server.address"));
        Assert.Equal(app.Port, handshake.GetTagItem("server.port"));
        Assert.Equal("127.0.0.1", handshake.GetTagItem("client.address"));
        Assert.Equal("http", handshake.GetTagItem("network.protocol.name"));
        Assert.Equal("1.1", handshake.GetTagItem("network.protocol.version"));
        Assert.Equal("127.0.0.1", handshake.GetTagItem("network.peer.address"));
        Assert.Equal(101, handshake.GetTagItem("http.response.status_code"));
        Assert.DoesNotContain(handshake.TagObjects, static tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_requests_own_activity_ends_with_the_handshake_and_the_close_is_one_of_the_same_trace()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapWebSocket("/long/", Endpoints.EchoAsync));
        await using WebSocketConnection client = await app.ConnectAsync("/long/");
        Activity handshake = await FindAsync("parley.handshake", "http.route", "/long/");
        Activity request = await FindAsync("Microsoft.AspNetCore.Hosting.HttpRequestIn", "http.route", "/long/");
        Assert.Equal(ConnectionState.Open, client.State);
        Assert.Equal(request.SpanId, handshake.ParentSpanId);
        Assert.Equal(101, request.GetTagItem("http.response.status_code"));

        await Within.Time(client.CloseAsync((CloseCode)4007));
        Activity close = await FindAsync("parley.close", "parley.close.code", 4007);
        Assert.Equal(handshake.TraceId, close.TraceId);
        Assert.Equal(handshake.SpanId, close.ParentSpanId);
        Assert.IsType<double>(close.GetTagItem("parley.connection.duration"));
        await app.StopAsync();
        Assert.Single(_ended, activity => activity.SpanId == request.SpanId);
    }

    [Fact]
    public async Task What_a_connection_does_later_is_not_part_of_its_handshakes_activity()
    {
        var seen = new TaskCompletionSource<Activity?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestApp app = await TestApp.StartAsync(app => app.MapWebSocket(
            "/later/", new RecordingHandler { Message = (_, _) => seen.SetResult(Activity.Current) }));
        await using WebSocketConnection client = await app.ConnectAsync("/later/");
        await client.SendAsync("now");
        Assert.Null(await Within.Time(seen.Task));
    }

    [Theory]
    [InlineData("/refused/403/", 403, ActivityStatusCode.Unset)]
    [InlineData("/refused/503/", 503, ActivityStatusCode.Error)]
    public async Task A_refusal_ends_the_activity_with_its_status(string path, int status, ActivityStatusCode expected)
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapConsumer<RefusingConsumer>("/refused/{status}/"));
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync(path));
        Activity handshake = await FindAsync("parley.handshake", "url.path", path);
        Assert.Equal(status, handshake.GetTagItem("http.response.status_code"));
        Assert.Equal(expected, handshake.Status);
    }

    [Fact]
    public async Task Handshakes_are_timed_by_route_and_the_time_of_requests_is_left_out()
    {
        using var handshakes = new MetricCollector("parley.handshake.duration", "http.route");
        using var requests = new MetricCollector("http.server.request.duration", "http.route", "Microsoft.AspNetCore.Hosting");
        await using TestApp app = await TestApp.StartAsync(static app =>
        {
            app.MapConsumer<RefusingConsumer>("/timed/no/{status}/");
            app.MapWebSocket("/timed/yes/", Endpoints.EchoAsync);
            app.MapGet("/timed/plain/", static () => "plain");
        });
        await using (WebSocketConnection client = await app.ConnectAsync("/timed/yes/"))
        {
            await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/timed/no/403/"));
            using var http = new HttpClient();
            await http.GetStringAsync(new Uri($"http://127.0.0.1:{app.Port}/timed/plain/"));
        }

        await app.StopAsync();
        Assert.Equal(1, handshakes.Counts["/timed/yes/"]);
        Assert.Equal(1, handshakes.Counts["/timed/no/{status}/"]);
        Assert.Equal(1, requests.Counts["/timed/plain/"]);
        Assert.Equal(1, requests.Counts["/timed/no/{status}/"]);
        Assert.DoesNotContain("/timed/yes/", requests.Counts.Keys);
    }

    [Fact]
    public async Task Refusals_are_counted_by_their_status()
    {
        using var refusals = new MetricCollector("parley.handshake.refusals", "http.response.status_code");
        await using TestApp app = await TestApp.StartAsync(static app => app.MapConsumer<RefusingConsumer>("/counted/{status}/"));
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/counted/418/"));
        Assert.Equal(1, refusals.Counts["418"]);
    }

    private async Task<Activity> FindAsync(string name, string tag, object value)
    {
        Activity? found = null;
        await Within.Until(() => (found = _ended.FirstOrDefault(activity =>
            activity.OperationName == name && Equals(activity.GetTagItem(tag), value))) is not null);
        return found!;
    }

    private sealed class RefusingConsumer : Consumer
    {
        protected override ValueTask OnConnectAsync(CancellationToken cancellationToken) =>
            RejectAsync(int.Parse(Scope.Route["status"], System.Globalization.CultureInfo.InvariantCulture), "No.");
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Channels;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>What an application's log says of its connections, and what it must never say.</summary>
public sealed class LogTests
{
    [Fact]
    public async Task A_connection_is_logged_when_it_opens_and_when_it_closes_with_its_code_and_duration()
    {
        var clock = new TestClock();
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapWebSocket("/ws", Endpoints.EchoAsync),
            services: services => services
                .AddSingleton<TimeProvider>(clock)
                .AddLogging(static logging => logging.AddFilter("Parley", LogLevel.Debug)));
        await using WebSocketConnection client = await app.ConnectAsync("/ws");
        await Within.Until(() => app.Log.Lines.Contains("Debug: 127.0.0.1 opened /ws"));
        clock.Advance(TimeSpan.FromSeconds(3));
        await Within.Time(client.CloseAsync(CloseCode.GoingAway));
        await Within.Until(() => app.Log.Lines.Contains("Debug: 127.0.0.1 closed /ws with GoingAway after 00:00:03"));
    }

    [Fact]
    public async Task A_refusal_is_logged_with_its_reason_on_one_line()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapConsumer<RefusingConsumer>("/no/{name}/"));
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/no/a%0Ab/"));
        Assert.Contains(
            "Information: Handshake from 127.0.0.1 for /no/a%0Ab/ refused with 451: Not you.", app.Log.Lines);
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        await client.SendAsync(RawClient.Handshake("/no/x/", "Origin: https://evil.example"));
        await client.ReadHeadAsync();
        Assert.Contains(app.Log.Lines, static line => line.StartsWith(
            "Information: Handshake from 127.0.0.1 for /no/x/ refused with 403: Pages from the origin https://evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/ws", 101)]
    [InlineData("/no/x/", 451)]
    [InlineData("/nowhere", 404)]
    public async Task No_query_and_no_header_with_a_secret_is_ever_logged(string path, int status)
    {
        await using TestApp app = await TestApp.StartAsync(
            static app =>
            {
                app.MapWebSocket("/ws", Endpoints.EchoAsync);
                app.MapConsumer<RefusingConsumer>("/no/{name}/");
            },
            services: LikeTheTemplate);
        using (RawClient client = await RawClient.ConnectAsync(app.Port))
        {
            await client.SendAsync(RawClient.Handshake(
                path + "?access_token=secret", "Authorization: Bearer secret", "Cookie: session=secret",
                "Sec-WebSocket-Protocol: chat, secret"));
            Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        }

        await app.StopAsync();
        Assert.DoesNotContain(app.Log.Lines, static line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_path_is_a_quiet_404_inside_the_platform()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapWebSocket("/ws", Endpoints.EchoAsync), services: LikeTheTemplate);
        WebSocketHandshakeException exception =
            await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/nowhere"));
        Assert.Equal((int)HttpStatusCode.NotFound, exception.StatusCode);
        Assert.DoesNotContain(app.Log.Lines, IsAboveDebug);
    }

    [Fact]
    public async Task An_unknown_path_is_a_quiet_404_on_a_server_of_its_own()
    {
        using var log = new LogCollector();
        var router = new ConsumerRouter(Groups.InProcess(), log).Map("/ws/", static () => new RoomConsumer());
        await using var server = new WebSocketServer(new WebSocketServerOptions { LoggerFactory = log }, router);
        server.Start();
        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://{server.EndPoint}/nowhere"))));
        Assert.Equal((int)HttpStatusCode.NotFound, exception.StatusCode);
        Assert.DoesNotContain(
            log.Lines, static line => IsAboveDebug(line) && !line.Contains("Listening", StringComparison.Ordinal));
    }

    // What `dotnet new web` writes into appsettings.json. The platform's own line of each request has its query.
    private static void LikeTheTemplate(IServiceCollection services) =>
        services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));

    private static bool IsAboveDebug(string line) =>
        !line.StartsWith("Debug", StringComparison.Ordinal) && !line.StartsWith("Trace", StringComparison.Ordinal)
        && !line.Contains("Application", StringComparison.Ordinal) && !line.Contains("environment", StringComparison.Ordinal)
        && !line.Contains("Content root", StringComparison.Ordinal) && !line.Contains("Now listening", StringComparison.Ordinal);

    private sealed class RefusingConsumer : Consumer
    {
        protected override ValueTask OnConnectAsync(CancellationToken cancellationToken) =>
            RejectAsync(451, "Not you.\nForged: a line");
    }
}

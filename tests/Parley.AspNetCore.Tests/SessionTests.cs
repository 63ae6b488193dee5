using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Parley.Channels;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>Sessions inside an application.</summary>
public sealed class SessionTests
{
    private static readonly WebSocketClientOptions _session = new() { Subprotocols = ["parley.v1"] };

    [Fact]
    public async Task A_route_of_sessions_opens_them_and_refuses_others()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapSessions("/"),
            static options => options.Sessions = new SessionServerOptions { Heartbeat = TimeSpan.FromSeconds(7) });
        await using WebSocketConnection session = await app.ConnectAsync("/", _session);
        Assert.Equal("parley.v1", session.Subprotocol);
        Assert.Contains("\"heartbeat\":7,", await ReadAsync(session), StringComparison.Ordinal);
        WebSocketHandshakeException refused = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/"));
        Assert.Equal(400, refused.StatusCode);
    }

    [Fact]
    public async Task A_consumers_route_has_both_if_it_says_so()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app =>
            {
                app.MapConsumer<RoomConsumer>("/room/{group}/").WithSessions();
                app.MapConsumer<RoomConsumer>("/raw/{group}/");
            });
        await using WebSocketConnection session = await app.ConnectAsync("/room/1/", _session);
        await ReadAsync(session);
        await session.SendAsync("""{"op":"join","group":"1"}""");
        await ReadAsync(session);
        await using WebSocketConnection raw = await app.ConnectAsync("/room/1/");
        await raw.SendAsync("hello");
        Assert.Contains("\"data\":\"hello\"", await ReadAsync(session), StringComparison.Ordinal);
        await using WebSocketConnection other = await app.ConnectAsync("/raw/1/", _session);
        Assert.Null(other.Subprotocol);
        Assert.Equal(1, app.Services.GetRequiredService<SessionServer>().Count);
    }

    [Fact]
    public async Task Sessions_are_told_before_the_application_stops()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapSessions("/"));
        WebSocketConnection session = await app.ConnectAsync("/", _session);
        await ReadAsync(session);
        Task stopping = app.StopAsync();
        Assert.Contains("\"op\":\"drain\"", await ReadAsync(session), StringComparison.Ordinal);
        Assert.Null(await Within.Time(session.ReceiveAsync()));
        Assert.Equal(CloseCode.ServiceRestart, session.CloseCode);
        await Within.Time(stopping);
    }

    private static async Task<string> ReadAsync(WebSocketConnection connection) =>
        (await Within.Time(connection.ReceiveAsync()))!.Value.GetText();
}

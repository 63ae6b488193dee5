using Microsoft.AspNetCore.Builder;
using Parley.Channels;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>One router, on Parley's own server and inside ASP.NET Core: each path leads to the same place.</summary>
public sealed class SharedRouteTests
{
    private static readonly string[] _patterns =
    [
        "/echo", "/{name:alpha}", "/{id:int}", "/{x:guid}", "/room/{group:length(1,20)}/", "/n/{n:range(3,5)}", "/m/{n:min(3)}",
        @"/d/{day:regex(^\d{{2}}$)}", "/files/{*path}", "/files/{name}/raw", "/b/{b:bool}", "/l/{n:minlength(2):maxlength(3)}",
    ];

    private static readonly string[] _paths =
    [
        "/echo", "/Ada", "/12", "/-12", "/1.5", "/0f8fad5b-d9cb-469f-a165-70867728950e", "/room/a", "/room/a/",
        "/room/%E5%A4%A7%E5%8E%85/", "/room/aaaaaaaaaaaaaaaaaaaaa/", "/room//", "/n/4", "/n/6", "/n/x", "/m/3", "/m/2", "/d/31", "/d/311",
        "/files/a", "/files/a/b%20c/d", "/files", "/files/", "/files/x/raw", "/b/true", "/b/yes", "/l/ab", "/l/abcd", "/nothing/at/all",
    ];

    [Fact]
    public async Task Every_path_leads_to_the_same_route_with_the_same_values()
    {
        await using var groups = Groups.InProcess();
        var router = new ConsumerRouter(groups);
        foreach (string pattern in _patterns)
        {
            router.Map(pattern, (ws, scope, _) => ws.SendAsync(
                $"{pattern} {string.Join(',', scope.Route.Select(static value => $"{value.Key}={value.Value}"))}").AsTask());
        }

        await using var server = new WebSocketServer(new WebSocketServerOptions(), router);
        server.Start();
        await using TestApp app = await TestApp.StartAsync(
            WebApplication.CreateBuilder(), web => web.MapConsumers(router));
        foreach (string path in _paths)
        {
            string own = await AskAsync(new Uri($"ws://127.0.0.1:{server.EndPoint.Port}{path}"));
            string platform = await AskAsync(UrlOf(app, path));
            Assert.Equal((path, own), (path, platform));
        }
    }

    [Theory]
    [InlineData("/chat/eu/room/a%20b/", "a b")]
    [InlineData("/base/chat/eu/room/a%20b/", "a b")]
    [InlineData("/base/chat/eu", "root")]
    [InlineData("/base/chat/eu/", "root")]
    [InlineData("/base/room/a/", "404")]
    public async Task A_router_is_reached_below_a_group_and_a_path_base(string path, string answer)
    {
        await using var groups = Groups.InProcess();
        ConsumerRouter router = new ConsumerRouter(groups)
            .Map("/", static (ws, _) => ws.SendAsync("root").AsTask())
            .Map("/room/{group}/", static (ws, scope, _) => ws.SendAsync(scope.Route["group"]).AsTask());
        await using TestApp app = await TestApp.StartAsync(WebApplication.CreateBuilder(), web =>
        {
            web.UsePathBase("/base");
            web.UseRouting();
            web.MapGroup("/chat/{region}").MapConsumers(router);
        });
        Assert.Equal(answer, await AskAsync(UrlOf(app, path)));
    }

    [Fact]
    public async Task A_delegate_is_given_its_scope()
    {
        await using TestApp app = await TestApp.StartAsync(static web => web.MapWebSocket(
            "/who/{name}", static (ws, scope, cancellationToken) =>
                ws.SendAsync($"{scope.Route["name"]} {scope.Query["a"]}", cancellationToken).AsTask()));
        Assert.Equal("Ada 1", await AskAsync(UrlOf(app, "/who/Ada?a=1")));
    }

    private static Uri UrlOf(TestApp app, string path) => new($"ws://127.0.0.1:{app.Port}{path}");

    private static async Task<string> AskAsync(Uri url)
    {
        try
        {
            await using WebSocketConnection socket = await Within.Time(WebSocketClient.ConnectAsync(url));
            return (await Within.Time(socket.ReceiveAsync()))!.Value.GetText();
        }
        catch (WebSocketHandshakeException exception)
        {
            return $"{exception.StatusCode}";
        }
    }
}

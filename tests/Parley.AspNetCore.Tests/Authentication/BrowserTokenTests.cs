using System.Buffers.Text;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Parley.Channels;

namespace Parley.AspNetCore.Tests.Authentication;

/// <summary>Tokens where a browser can put them. No test may find one in the log, which takes every level here.</summary>
public sealed class BrowserTokenTests
{
    private const string Kubernetes = "base64url.bearer.authorization.k8s.io.";

    [Theory]
    [InlineData("bearer.{0}", "app.v1")]
    [InlineData("app.v1", "bearer.{0}")]
    [InlineData("app.v1", Kubernetes + "{1}")]
    public async Task A_token_among_the_subprotocols_lets_in_and_is_seen_nowhere(string first, string second)
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync();
        string token = app.Token();
        string encoded = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token));
        string[] offered = [Format(first), Format(second)];
        await using WebSocketConnection client = await app.ConnectAsync("/bearer", offered);
        Assert.Equal("app.v1", client.Subprotocol);
        Assert.Equal("Ada|app.v1|app.v1|", await AuthenticationApp.AskAsync(client));
        AssertNotLogged(app, token, encoded);

        string Format(string text) => text.Replace("{0}", token, StringComparison.Ordinal).Replace("{1}", encoded, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alone", 400, "bearer.{0}")]
    [InlineData("two", 400, "app.v1", "bearer.{0}", "bearer.other")]
    [InlineData("empty", 400, "app.v1", "bearer.")]
    [InlineData("no token68", 400, "app.v1", "bearer.a!b")]
    [InlineData("no base64url", 400, "app.v1", Kubernetes + "a")]
    [InlineData("base64url of something else", 400, "app.v1", Kubernetes + "IGEK")]
    [InlineData("a wrong token", 401, "app.v1", "bearer.x.y.z")]
    [InlineData("another name", 401, "app.v1", "not.bearer.{0}")]
    public async Task A_bad_token_is_refused_and_not_logged(string name, int status, params string[] offered)
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync();
        string token = app.Token();
        string[] filled = [.. offered.Select(text => text.Replace("{0}", token, StringComparison.Ordinal))];
        int? actual = await app.RefusalAsync("/bearer", filled);
        Assert.True(actual == status, $"{name}: {actual}");
        AssertNotLogged(app, token);
    }

    [Fact]
    public async Task An_authorization_that_the_client_set_itself_wins()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync();
        await using WebSocketConnection client = await app.ConnectAsync(
            "/bearer", ["app.v1", "bearer." + app.Token(name: "Grace")], new KeyValuePair<string, string>("Authorization", "Bearer " + app.Token()));
        Assert.Equal("Ada|app.v1|app.v1|", await AuthenticationApp.AskAsync(client));
    }

    [Fact]
    public async Task By_option_a_subprotocol_is_a_subprotocol()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync(static options => options.AcceptSubprotocolTokens = false);
        Assert.Equal(401, await app.RefusalAsync("/bearer", ["app.v1", "bearer." + app.Token()]));
        await using WebSocketConnection client = await app.ConnectAsync("/open", ["app.v1", "bearer.x"]);
        Assert.Equal("|app.v1,bearer.x|app.v1, bearer.x|", await AuthenticationApp.AskAsync(client));
    }

    [Theory]
    [InlineData("?access_token={0}", "")]
    [InlineData("?room=%C3%A9&access_token={0}&flag&x=1", "room=%C3%A9&flag&x=1")]
    [InlineData("?access%5Ftoken={0}", "")]
    [InlineData("?Access_Token={0}", "")]
    public async Task A_token_in_the_query_lets_in_if_asked_for_and_is_seen_nowhere(string query, string rest)
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync(static options => options.QueryTokenName = "access_token");
        string token = app.Token();
        await using WebSocketConnection client = await app.ConnectAsync("/bearer" + query.Replace("{0}", token, StringComparison.Ordinal));
        Assert.Equal("Ada|||" + rest, await AuthenticationApp.AskAsync(client));
        Assert.Contains(app.App.Log.Lines, line => line.Contains("Request starting HTTP/1.1 GET", StringComparison.Ordinal));
        AssertNotLogged(app, token);
    }

    [Theory]
    [InlineData("?access_token={0}&access_token=x")]
    [InlineData("?access_token=a%20b")]
    [InlineData("?access_token=")]
    [InlineData("?token={0}")]
    public async Task Another_query_lets_nobody_in(string query)
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync(static options => options.QueryTokenName = "access_token");
        Assert.Equal(401, await app.RefusalAsync("/bearer" + query.Replace("{0}", app.Token(), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_query_token_is_not_taken_unless_asked_for()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync();
        Assert.Equal(401, await app.RefusalAsync("/bearer?access_token=" + app.Token()));
    }

    [Fact]
    public async Task A_request_that_wants_no_WebSocket_keeps_its_query_and_gets_no_authorization()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapGet("/", static (HttpContext context) => $"{context.Request.QueryString} {context.Request.Headers.Authorization}"),
            static options => options.QueryTokenName = "access_token");
        using var http = new HttpClient();
        Assert.Equal("?access_token=x ", await http.GetStringAsync(new Uri($"http://127.0.0.1:{app.Port}/?access_token=x")));
    }

    [Fact]
    public async Task A_context_factory_of_the_applications_stays_in_use()
    {
        var made = new List<string>();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<IHttpContextFactory>(services => new ListingFactory(new DefaultHttpContextFactory(services), made));
        await using TestApp app = await TestApp.StartAsync(
            builder, static app => app.MapConsumer<RoomConsumer>("/{group}"), static options => options.QueryTokenName = "access_token");
        await using WebSocketConnection client = await app.ConnectAsync("/room?access_token=x");
        Assert.Equal([""], made);
    }

    [Fact]
    public async Task Over_HTTP2_it_is_the_same()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync(
            static options => options.QueryTokenName = "access_token",
            static services => services.Configure<KestrelServerOptions>(
                static kestrel => kestrel.ConfigureEndpointDefaults(static listen => listen.Protocols = HttpProtocols.Http2)));
        string token = app.Token();
        using var client = new Http2Client(app.App.Port);
        using ClientWebSocket first = await client.OpenAsync("/bearer", options =>
        {
            options.AddSubProtocol("app.v1");
            options.AddSubProtocol("bearer." + token);
        });
        Assert.Equal("app.v1", first.SubProtocol);
        using ClientWebSocket second = await client.OpenAsync("/bearer?access_token=" + token);
        Assert.Equal(HttpStatusCode.OK, second.HttpStatusCode);
        AssertNotLogged(app, token);
    }

    private static void AssertNotLogged(AuthenticationApp app, params string[] secrets) => Assert.DoesNotContain(
        app.App.Log.Lines, line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));

    private sealed class ListingFactory(IHttpContextFactory inner, List<string> queries) : IHttpContextFactory
    {
        public HttpContext Create(Microsoft.AspNetCore.Http.Features.IFeatureCollection featureCollection)
        {
            HttpContext context = inner.Create(featureCollection);
            queries.Add(context.Request.QueryString.Value ?? "");
            return context;
        }

        public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);
    }
}

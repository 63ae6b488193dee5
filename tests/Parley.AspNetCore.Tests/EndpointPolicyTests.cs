using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley.Channels;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>The platform's conventions, with its real middleware, on WebSocket endpoints.</summary>
public sealed class EndpointPolicyTests
{
    [Fact]
    public async Task RequireAuthorization_lets_in_who_is_signed_in_and_answers_the_others_with_401()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapConsumer<RoomConsumer>("/room/{group}/").RequireAuthorization(),
            services: static services => services
                .AddAuthorization()
                .AddAuthentication("Test")
                .AddScheme<AuthenticationSchemeOptions, NameFieldAuthentication>("Test", configureOptions: null));
        Assert.StartsWith("HTTP/1.1 401 ", await AskAsync(app, "/room/a/"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 101 ", await AskAsync(app, "/room/a/", "X-Name: Ada"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequireHost_keeps_an_endpoint_to_its_host()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapWebSocket("/ws", Endpoints.EchoAsync).RequireHost("other.example"));
        Assert.StartsWith("HTTP/1.1 404 ", await AskAsync(app, "/ws"), StringComparison.Ordinal);
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        await client.SendAsync(RawClient.Handshake("/ws").Replace("Host: 127.0.0.1", "Host: other.example", StringComparison.Ordinal));
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ws", "https://endpoint.example", 101)]
    [InlineData("/ws", "https://options.example", 101)]
    [InlineData("/ws", "http://127.0.0.1", 101)]
    [InlineData("/ws", "https://group.example", 403)]
    [InlineData("/ws", "https://evil.example", 403)]
    [InlineData("/group/ws", "https://group.example", 101)]
    [InlineData("/group/ws", "https://inner.example", 101)]
    [InlineData("/group/ws", "https://endpoint.example", 403)]
    [InlineData("/plain", "https://endpoint.example", 403)]
    [InlineData("/open", "https://evil.example", 101)]
    public async Task AllowOrigins_adds_to_an_endpoint_and_to_no_other(string path, string origin, int status)
    {
        await using TestApp app = await TestApp.StartAsync(
            static app =>
            {
                app.MapWebSocket("/plain", Endpoints.EchoAsync);
                app.MapWebSocket("/ws", Endpoints.EchoAsync).AllowOrigins("https://endpoint.example");
                app.MapWebSocket("/open", Endpoints.EchoAsync).AllowOrigins("*");
                RouteGroupBuilder group = app.MapGroup("/group").AllowOrigins("https://group.example");
                group.MapWebSocket("/ws", Endpoints.EchoAsync).AllowOrigins("https://inner.example");
            },
            static options => options.AllowedOrigins.Add("https://options.example"));
        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(app, path, "Origin: " + origin), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ws", "endpoint", "endpoint")]
    [InlineData("/ws", "options", null)]
    [InlineData("/plain", "options", "options")]
    [InlineData("/plain", "endpoint", null)]
    [InlineData("/handler", "second, first", "second")]
    public async Task WithSubprotocols_stands_instead_of_the_options(string path, string offered, string? agreed)
    {
        await using TestApp app = await TestApp.StartAsync(
            static app =>
            {
                app.MapWebSocket("/plain", Endpoints.EchoAsync);
                app.MapWebSocket("/ws", Endpoints.EchoAsync).WithSubprotocols("endpoint");
                app.MapWebSocket("/handler", new RecordingHandler()).WithSubprotocols("first", "second");
            },
            static options => options.Subprotocols.Add("options"));
        await using WebSocketConnection client =
            await app.ConnectAsync(path, new WebSocketClientOptions { Subprotocols = offered.Split(", ") });
        Assert.Equal(agreed, client.Subprotocol);
    }

    [Fact]
    public void A_malformed_origin_or_name_is_an_error_where_it_stands()
    {
        using WebApplication app = WebApplication.CreateSlimBuilder().Build();
        IEndpointConventionBuilder endpoint = app.MapWebSocket("/ws", Endpoints.EchoAsync);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => endpoint.AllowOrigins("example.com"));
        Assert.Contains("'example.com' is no origin", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>(() => endpoint.WithSubprotocols("good", "not good"));
        Assert.Contains("'not good' is no subprotocol's name", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_platforms_request_timeout_is_not_for_connections()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddParley();
        using WebApplication app = builder.Build();
        app.MapWebSocket("/ws", Endpoints.EchoAsync);
        Endpoint endpoint = ((IEndpointRouteBuilder)app).DataSources.Single().Endpoints.Single();
        Assert.NotNull(endpoint.Metadata.GetMetadata<DisableRequestTimeoutAttribute>());
    }

    [Fact]
    public async Task Past_MaxConnections_a_client_gets_a_503_until_another_has_gone()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapWebSocket("/ws", Endpoints.EchoAsync), static options => options.MaxConnections = 1);
        await using (WebSocketConnection first = await app.ConnectAsync("/ws"))
        {
            string refusal = await AskAsync(app, "/ws");
            Assert.StartsWith("HTTP/1.1 503 ", refusal, StringComparison.Ordinal);
            Assert.Contains("Retry-After: 10", refusal, StringComparison.Ordinal);
        }

        await app.ConnectWhenThereIsRoomAsync("/ws");
    }

    [Fact]
    public async Task Past_the_web_servers_own_limit_a_client_gets_a_503()
    {
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapWebSocket("/ws", Endpoints.EchoAsync),
            services: static services => services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(
                static kestrel => kestrel.Limits.MaxConcurrentUpgradedConnections = 1));
        await using WebSocketConnection first = await app.ConnectAsync("/ws");
        string refusal = await AskAsync(app, "/ws");
        Assert.StartsWith("HTTP/1.1 503 ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Accept", refusal, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(TestApp app, string path, params string[] fields)
    {
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        await client.SendAsync(RawClient.Handshake(path, fields));
        return await client.ReadHeadAsync();
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Authentication;

/// <summary>Who may connect, by the application's own authentication, and for how long.</summary>
public sealed class ExpiryTests
{
    private static readonly TimeSpan _almost = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Without_a_cookie_a_handshake_is_a_401_and_no_redirect()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync();
        Assert.Equal(401, await app.RefusalAsync("/cookie"));
    }

    [Fact]
    public async Task A_cookie_lets_in_until_it_expires()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync();
        await using WebSocketConnection client = await app.ConnectAsync("/cookie", null, new KeyValuePair<string, string>("Cookie", await LoginAsync(app)));
        Assert.Equal("Ada|||", await AuthenticationApp.AskAsync(client));
        await EndsAfterItsTimeAsync(app, client);
    }

    [Fact]
    public async Task A_bearer_token_lets_in_until_its_claim_exp()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync();
        Assert.Equal(401, await app.RefusalAsync("/bearer"));
        Assert.Equal(401, await app.RefusalAsync("/bearer", null, Bearer("x.y.z")));
        await using WebSocketConnection client = await app.ConnectAsync("/bearer", null, Bearer(app.Token()));
        Assert.Equal("Ada|||", await AuthenticationApp.AskAsync(client));
        await EndsAfterItsTimeAsync(app, client);
    }

    [Fact]
    public async Task A_fresh_token_on_the_open_socket_renews_it()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync();
        await using WebSocketConnection client = await app.ConnectAsync("/bearer", null, Bearer(app.Token(seconds: 5)));
        Assert.Equal("refused", await AuthenticationApp.AskAsync(client, "token " + app.Token(name: "Grace")));
        Assert.Equal("refused", await AuthenticationApp.AskAsync(client, "token nonsense"));
        Assert.Equal("Ada|||", await AuthenticationApp.AskAsync(client, "token " + app.Token()));
        await EndsAfterItsTimeAsync(app, client);
    }

    [Fact]
    public async Task By_option_nothing_is_closed()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync(static options => options.CloseOnAuthenticationExpiration = false);
        await using WebSocketConnection client = await app.ConnectAsync("/bearer", null, Bearer(app.Token()));
        app.Clock.Advance(_almost + _rest);
        Assert.Equal("Ada|||", await AuthenticationApp.AskAsync(client));
    }

    [Fact]
    public async Task An_endpoint_for_everybody_sees_somebody_without_a_name()
    {
        await using AuthenticationApp app = await AuthenticationApp.StartAsync();
        await using WebSocketConnection client = await app.ConnectAsync("/open");
        Assert.Equal("|||", await AuthenticationApp.AskAsync(client));
    }

    [Theory]
    [InlineData("nothing", null, null, null)]
    [InlineData("the ticket", 60, null, 60)]
    [InlineData("the claim", null, "90", 90)]
    [InlineData("the ticket before the claim", 60, "30", 60)]
    [InlineData("a claim with a fraction", null, "90.0", 90)]
    [InlineData("a claim that is no number", null, "soon", null)]
    [InlineData("a claim out of range", null, "1e300", null)]
    [InlineData("a claim before its time", null, "-1", null)]
    public async Task The_end_is_what_the_ticket_says_and_else_the_claim(string name, int? ticket, string? claim, int? expected)
    {
        DateTimeOffset? end = null;
        await using TestApp app = await TestApp.StartAsync(
            map: app =>
            {
                app.Use((context, next) =>
                {
                    SignIn(context, ticket, claim);
                    return next(context);
                });
                app.MapWebSocket("/ws", (connection, _) =>
                {
                    end = connection.Authentication.ExpiresAt;
                    return connection.SendAsync(connection.Authentication.User.Identity!.Name!).AsTask();
                });
            },
            services: static services => services.AddSingleton<TimeProvider>(new TestClock()));
        await using WebSocketConnection client = await app.ConnectAsync("/ws");
        Assert.Equal("Ada", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
        Assert.True(end == (expected is { } seconds ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null), $"{name}: {end}");
    }

    private static KeyValuePair<string, string> Bearer(string token) => new("Authorization", "Bearer " + token);

    private static void SignIn(HttpContext context, int? ticket, string? claim)
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Ada")], "test"));
        if (claim is not null)
        {
            user.Identities.Single().AddClaim(new Claim("exp", claim));
        }

        context.User = user;
        var properties = new AuthenticationProperties();
        properties.ExpiresUtc = ticket is { } seconds ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
        context.Features.Set<IAuthenticateResultFeature>(new Result
        {
            AuthenticateResult = AuthenticateResult.Success(new AuthenticationTicket(user, properties, "test")),
        });
    }

    private static async Task EndsAfterItsTimeAsync(AuthenticationApp app, WebSocketConnection client)
    {
        app.Clock.Advance(_almost);
        Assert.Equal("Ada|||", await AuthenticationApp.AskAsync(client));
        app.Clock.Advance(_rest);
        Assert.Null(await Within.Time(client.ReceiveAsync()));
        Assert.Equal(CloseCode.Unauthorized, client.CloseCode);
        Assert.Equal("the authentication has expired", client.CloseReason);
    }

    private static async Task<string> LoginAsync(AuthenticationApp app)
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false });
        using HttpResponseMessage response = await http.PostAsync(new Uri($"http://127.0.0.1:{app.App.Port}/login"), null);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private sealed class Result : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; }
    }
}

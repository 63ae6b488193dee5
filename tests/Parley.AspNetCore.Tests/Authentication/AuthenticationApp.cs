using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Authentication;

/// <summary>
/// An application with cookies and bearer tokens, as one would write it: <c>/cookie</c> and <c>/bearer</c> let in who has
/// one, <c>/open</c> everybody.
/// </summary>
internal sealed class AuthenticationApp : IAsyncDisposable
{
    private AuthenticationApp(TestApp app, TestTokens tokens) => (App, Tokens) = (app, tokens);

    public TestApp App { get; }

    public TestTokens Tokens { get; }

    public TestClock Clock => Tokens.Clock;

    public static async Task<AuthenticationApp> StartAsync(
        Action<ParleyOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var tokens = new TestTokens(new TestClock());
        TestApp app = await TestApp.StartAsync(Map, configure, added =>
        {
            added.AddSingleton<TimeProvider>(tokens.Clock);
            added.AddSingleton(tokens);
            added.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
                .AddCookie(static cookie => cookie.ExpireTimeSpan = TimeSpan.FromSeconds(15))
                .AddScheme<AuthenticationSchemeOptions, TestBearerHandler>(TestBearerHandler.SchemeName, null);
            added.AddAuthorizationBuilder().AddPolicy("bearer", static policy =>
                policy.AddAuthenticationSchemes(TestBearerHandler.SchemeName).RequireAuthenticatedUser());
            services?.Invoke(added);
        });
        return new AuthenticationApp(app, tokens);
    }

    public string Token(int seconds = 15, string name = "Ada") => Tokens.Make(name, TimeSpan.FromSeconds(seconds));

    public Task<WebSocketConnection> ConnectAsync(
        string path, IReadOnlyCollection<string>? subprotocols = null, params KeyValuePair<string, string>[] fields) =>
        App.ConnectAsync(path, new WebSocketClientOptions { Subprotocols = subprotocols ?? [], Fields = fields });

    /// <summary>The status that a handshake is refused with.</summary>
    public async Task<int?> RefusalAsync(
        string path, IReadOnlyCollection<string>? subprotocols = null, params KeyValuePair<string, string>[] fields) =>
        (await Assert.ThrowsAsync<WebSocketHandshakeException>(() => ConnectAsync(path, subprotocols, fields))).StatusCode;

    public static async Task<string> AskAsync(WebSocketConnection connection, string text = "who?")
    {
        await connection.SendAsync(text);
        return (await Within.Time(connection.ReceiveAsync()))!.Value.GetText();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static void Map(WebApplication app)
    {
        app.MapConsumer<WhoAmIConsumer>("/open");
        app.MapConsumer<WhoAmIConsumer>("/cookie").RequireAuthorization();
        app.MapConsumer<WhoAmIConsumer>("/bearer").RequireAuthorization("bearer");
        app.MapGet("/page", static context => context.Response.WriteAsync("a page"));
        app.MapPost("/login", static context => context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Ada")], "password"))));
    }
}

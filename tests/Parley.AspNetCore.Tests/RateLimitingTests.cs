using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;

namespace Parley.AspNetCore.Tests;

/// <summary>The platform's rate limiter on handshakes.</summary>
public sealed class RateLimitingTests
{
    [Fact]
    public async Task A_window_counts_handshakes_and_answers_with_429_past_it()
    {
        await using TestApp app = await StartAsync(static limits => limits.AddFixedWindowLimiter("ws", static window =>
        {
            window.PermitLimit = 2;
            window.Window = TimeSpan.FromHours(1);
        }));
        await using WebSocketConnection first = await app.ConnectAsync("/ws");
        await using WebSocketConnection second = await app.ConnectAsync("/ws");
        Assert.Equal(429, await RefusedAsync(app, "/ws"));
        await using WebSocketConnection elsewhere = await app.ConnectAsync("/free");
    }

    [Fact]
    public async Task A_concurrency_limit_holds_while_the_socket_is_open()
    {
        await using TestApp app = await StartAsync(static limits => limits.AddConcurrencyLimiter(
            "ws", static concurrency => concurrency.PermitLimit = 1));
        await using (WebSocketConnection first = await app.ConnectAsync("/ws"))
        {
            Assert.Equal(429, await RefusedAsync(app, "/ws"));
        }

        await using WebSocketConnection next = await app.ConnectWhenThereIsRoomAsync("/ws");
    }

    private static Task<TestApp> StartAsync(Action<RateLimiterOptions> limit) => TestApp.StartAsync(
        static app =>
        {
            app.UseRateLimiter();
            app.MapWebSocket("/ws", Endpoints.EchoAsync).RequireRateLimiting("ws");
            app.MapWebSocket("/free", Endpoints.EchoAsync);
        },
        services: services => services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = 429;
            limit(options);
        }));

    private static async Task<int?> RefusedAsync(TestApp app, string path) =>
        (await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync(path))).StatusCode;
}

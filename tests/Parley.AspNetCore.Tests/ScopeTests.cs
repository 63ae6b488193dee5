using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Parley.Channels;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>The services that a consumer is given, and how long they live.</summary>
public sealed class ScopeTests
{
    [Fact]
    public async Task Each_connection_has_services_of_its_own_which_outlive_its_last_event_and_end_once()
    {
        var events = new ConcurrentQueue<string>();
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapConsumer<SessionConsumer>("/s/{name}/"),
            services: services => services.AddSingleton(events).AddScoped<Session>());
        await using (WebSocketConnection ada = await app.ConnectAsync("/s/ada/"))
        {
            await using WebSocketConnection bob = await app.ConnectAsync("/s/bob/");
            await ada.SendAsync("1");
            await ada.SendAsync("2");
            await bob.SendAsync("1");
            Assert.Equal("ada 1", await ReadAsync(ada));
            Assert.Equal("ada 2", await ReadAsync(ada));
            Assert.Equal("bob 1", await ReadAsync(bob));
            Assert.DoesNotContain(events, static line => line.Contains("disposed", StringComparison.Ordinal));
        }

        await Within.Until(() => events.Count(static line => line.EndsWith("disposed", StringComparison.Ordinal)) == 2);
        foreach (string name in new[] { "ada", "bob" })
        {
            Assert.Equal(
                [$"{name} disconnected", $"{name} disposed"],
                events.Where(line => line.StartsWith(name + " di", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task The_services_of_a_refused_connection_end_too()
    {
        var events = new ConcurrentQueue<string>();
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapConsumer<SessionConsumer>("/s/{name}/"),
            services: services => services.AddSingleton(events).AddScoped<Session>());
        await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/s/nobody/"));
        await Within.Until(() => events.Contains("nobody disposed"));
    }

    [Fact]
    public async Task A_consumer_whose_services_are_missing_is_a_500_and_an_error_in_the_log()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapConsumer<SessionConsumer>("/s/{name}/"));
        WebSocketHandshakeException exception =
            await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/s/ada/"));
        Assert.Equal(500, exception.StatusCode);
        Assert.Contains(app.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal)
            && line.Contains(nameof(Session), StringComparison.Ordinal));
    }

    private static async Task<string> ReadAsync(WebSocketConnection connection) =>
        (await Within.Time(connection.ReceiveAsync()))!.Value.GetText();

    private sealed class Session(ConcurrentQueue<string> events) : IAsyncDisposable
    {
        public string Name { get; set; } = "";

        public void Tell(string what) => events.Enqueue($"{Name} {what}");

        public ValueTask DisposeAsync()
        {
            Tell("disposed");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class SessionConsumer(Session session) : Consumer
    {
        protected override ValueTask OnConnectAsync(CancellationToken cancellationToken)
        {
            session.Name = Scope.Route["name"];
            return session.Name == "nobody" ? RejectAsync(403, "Nobody may not come in.") : AcceptAsync();
        }

        protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken) =>
            SendAsync($"{session.Name} {message.GetText()}", cancellationToken);

        protected override async ValueTask OnDisconnectAsync(CloseCode code, string reason)
        {
            await Task.Yield();
            session.Tell("disconnected");
        }
    }
}

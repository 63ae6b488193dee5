using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Parley.Channels;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

public sealed class MapConsumerTests
{
    [Fact]
    public async Task A_room_works_with_a_chinese_name_and_the_next_room_hears_nothing()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapConsumer<RoomConsumer>("/room/{group}/"));
        await using WebSocketConnection first = await app.ConnectAsync("/room/大厅/");
        await using WebSocketConnection second = await app.ConnectAsync("/room/%E5%A4%A7%E5%8E%85/");
        await using WebSocketConnection other = await app.ConnectAsync("/room/小厅/");
        await first.SendAsync("你好");
        Assert.Equal("你好", await ReadAsync(second));
        Assert.Equal("你好", await ReadAsync(first));
        await other.SendAsync("own");
        Assert.Equal("own", await ReadAsync(other));
    }

    [Fact]
    public async Task A_consumer_is_given_services_of_a_scope_that_lives_as_long_as_its_connection()
    {
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapConsumer<GreetingConsumer>("/greet/{name}/"),
            services: services => services.AddScoped(_ => new Greeting(disposed)));
        await using (WebSocketConnection client = await app.ConnectAsync("/greet/Ada/"))
        {
            await client.SendAsync("?");
            Assert.Equal("Hello, Ada! disposed: False", await ReadAsync(client));
        }

        await Within.Time(disposed.Task);
    }

    [Fact]
    public async Task Groups_can_be_asked_for_by_any_service()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapConsumer<RoomConsumer>("/room/{group}/"));
        await using WebSocketConnection member = await app.ConnectAsync("/room/news/");
        await app.Services.GetRequiredService<Groups>().BroadcastAsync(new GroupName("news"), "from outside");
        Assert.Equal("from outside", await ReadAsync(member));
    }

    [Fact]
    public async Task A_consumer_that_refuses_is_answered_with_its_status()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapConsumer<RefusingConsumer>("/no/"));
        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/no/"));
        Assert.Equal(403, exception.StatusCode);
    }

    [Fact]
    public async Task A_consumer_that_does_not_answer_in_time_is_a_503()
    {
        var clock = new TestClock();
        await using TestApp app = await TestApp.StartAsync(
            static app => app.MapConsumer<SilentConsumer>("/silent/"),
            services: services => services.AddSingleton<TimeProvider>(clock));
        Task<WebSocketHandshakeException> connecting =
            Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/silent/"));
        Assert.Equal(503, (await clock.AdvanceUntilAsync(connecting)).StatusCode);
    }

    [Fact]
    public async Task A_consumer_that_throws_is_closed_with_1011_and_logged()
    {
        await using TestApp app = await TestApp.StartAsync(static app => app.MapConsumer<ThrowingConsumer>("/throw/"));
        await using WebSocketConnection client = await app.ConnectAsync("/throw/");
        await client.SendAsync("x");
        Assert.Null(await Within.Time(client.ReceiveAsync()));
        Assert.Equal(CloseCode.InternalError, client.CloseCode);
        Assert.Contains(app.Log.Lines, static line => line.Contains("a defect", StringComparison.Ordinal));
    }

    private static async Task<string> ReadAsync(WebSocketConnection connection) =>
        (await Within.Time(connection.ReceiveAsync()))!.Value.GetText();

    private sealed class Greeting(TaskCompletionSource disposed) : IDisposable
    {
        public string For(string name) => $"Hello, {name}! disposed: {disposed.Task.IsCompleted}";

        public void Dispose() => disposed.SetResult();
    }

    private sealed class GreetingConsumer(Greeting greeting) : Consumer
    {
        protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken) =>
            SendAsync(greeting.For(Scope.Route["name"]), cancellationToken);
    }

    private sealed class RefusingConsumer : Consumer
    {
        protected override ValueTask OnConnectAsync(CancellationToken cancellationToken) => RejectAsync(403, "Not you.");
    }

    private sealed class SilentConsumer : Consumer
    {
        protected override ValueTask OnConnectAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class ThrowingConsumer : Consumer
    {
        protected override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a defect");
    }
}

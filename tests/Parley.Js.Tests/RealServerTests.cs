using System.Text.Json;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>The module against Parley's own sessions, in a real browser and in Node.</summary>
public sealed class RealServerTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Publications = 200;

    [Fact]
    public async Task Two_pages_and_a_raw_client_hear_each_other()
    {
        await using RealServer server = await RealServer.StartAsync();
        SessionPage ada = await SessionPage.OpenAsync(chromium, server.Address);
        SessionPage bob = await SessionPage.OpenAsync(chromium, server.Address);
        await using WebSocketConnection raw = await Within.Time(
            WebSocketClient.ConnectAsync(new Uri($"{server.Address.Replace("http", "ws", StringComparison.Ordinal)}room/lobby/")));
        await ada.PublishAsync("Hello, Bob");
        await bob.HearsAsync("Hello, Bob");
        Assert.Equal("Hello, Bob", (await Within.Time(raw.ReceiveAsync()))!.Value.GetText());
        await raw.SendAsync("早上好");
        await ada.HearsAsync("早上好");
        await ada.DoAsync("session.room.signal('typing')");
        await bob.HearsAsync("signal typing");
        Assert.Equal(["Hello, Bob", "早上好"], await ada.HeardAsync());
    }

    [Fact]
    public async Task Pages_that_are_cut_off_again_and_again_lose_nothing_and_hear_nothing_twice()
    {
        string[] texts = [.. Enumerable.Range(0, Publications).Select(static number => $"{number}")];
        await using RealServer server = await RealServer.StartAsync(cutsEvery: 9);
        SessionPage ada = await SessionPage.OpenAsync(chromium, server.Address);
        SessionPage bob = await SessionPage.OpenAsync(chromium, server.Address);
        Task publishing = ada.BeginPublishingAsync(texts);

        // There are two dozen cuts: each few of them have their time.
        foreach (string text in texts.Where(static (_, number) => number % 20 == 19))
        {
            await ada.HearsAsync(text);
            await bob.HearsAsync(text);
        }

        await Within.Time(publishing);
        Assert.Equal(texts, await ada.HeardAsync());
        Assert.Equal(texts, await bob.HeardAsync());
    }

    [Fact]
    public async Task Node_is_cut_off_again_and_again_and_loses_nothing_and_hears_nothing_twice()
    {
        string node = Parts.RequireNode();
        string[] flags = await NodeTests.FlagsAsync(node);
        await using RealServer server = await RealServer.StartAsync(cutsEvery: 9);
        Tool run = await Tool.RunAsync(
            node,
            [.. flags, "js/live.js", server.Address, $"{Publications}"],
            [new("PARLEY_JS", new Uri(Module.PathOf(Module.Name)).AbsoluteUri)]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(Enumerable.Range(0, Publications), JsonSerializer.Deserialize<int[]>(run.Output)!);
    }

    [Fact]
    public async Task A_page_is_told_of_the_drain_and_does_not_hurry()
    {
        await using RealServer server = await RealServer.StartAsync();
        SessionPage ada = await SessionPage.OpenAsync(chromium, server.Address);
        await ada.DoAsync(
            "void (session.end = new Promise((resolve) => "
            + "session.connection.on('state', (change) => change.state === 'waiting' && resolve(change))))");
        await Within.Time(server.StopAsync());
        JsonElement change = await Within.Time(ada.Page.EvaluateAsync<JsonElement>("session.end"));
        Assert.Equal((int)CloseCode.ServiceRestart, change.GetProperty("code").GetInt32());
        Assert.InRange(change.GetProperty("retryIn").GetDouble(), 1000, 4000);
    }
}

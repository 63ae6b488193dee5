using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>The module in a real browser.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(Module.Name)]
    [InlineData(Module.MinifiedName)]
    public async Task Two_pages_hear_each_other(string file)
    {
        await using var server = new ScriptedServer();
        SessionPage ada = await SessionPage.OpenAsync(chromium, server, file);
        SessionPage bob = await SessionPage.OpenAsync(chromium, server, file);
        await ada.PublishAsync("Hello, Bob");
        await bob.HearsAsync("Hello, Bob");
        await bob.PublishAsync("早上好");
        await ada.HearsAsync("早上好");
        await ada.DoAsync("session.room.signal('typing')");
        await bob.HearsAsync("signal typing");
        Assert.Equal(["Hello, Bob", "早上好"], await ada.HeardAsync());
    }

    [Theory]
    [InlineData(Module.Name)]
    [InlineData(Module.MinifiedName)]
    public async Task Whoever_is_cut_off_again_and_again_loses_nothing_and_hears_nothing_twice(string file)
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(static number => $"{number}")];
        await using var server = new ScriptedServer { CutsEvery = 9 };
        SessionPage ada = await SessionPage.OpenAsync(chromium, server, file);
        SessionPage bob = await SessionPage.OpenAsync(chromium, server, file);
        await ada.PublishAsync(texts);
        await ada.HearsAsync(texts[^1]);
        await bob.HearsAsync(texts[^1]);
        Assert.Equal(texts, await ada.Page.EvaluateAsync<string[]>("session.heard.filter((text) => /\\d/.test(text))"));
        Assert.Equal(texts, await bob.Page.EvaluateAsync<string[]>("session.heard.filter((text) => /\\d/.test(text))"));
    }

    [Fact]
    public async Task Pages_that_publish_at_once_hear_all_of_it_in_one_order()
    {
        const int Each = 300;
        await using var server = new ScriptedServer();
        SessionPage[] pages =
        [
            await SessionPage.OpenAsync(chromium, server),
            await SessionPage.OpenAsync(chromium, server),
            await SessionPage.OpenAsync(chromium, server),
        ];
        await Task.WhenAll(pages.Select(static (page, number) =>
            page.PublishAsync([.. Enumerable.Range(0, Each).Select(text => $"{number}: {text}")])));
        await pages[0].PublishAsync("end");
        await Task.WhenAll(pages.Select(static page => page.HearsAsync("end")));
        string[] first = [.. await pages[0].HeardAsync()];
        Assert.Equal((Each * pages.Length) + 1, first.Length);
        Assert.Equal(first, await pages[1].HeardAsync());
        Assert.Equal(first, await pages[2].HeardAsync());
    }

    [Fact]
    public async Task What_history_forgot_while_a_page_was_away_is_told_as_a_gap()
    {
        await using var server = new ScriptedServer();
        SessionPage ada = await SessionPage.OpenAsync(chromium, server, comesBack: false);
        await ada.PublishAsync("one");
        await ada.HearsAsync("one");
        server.CutAll();
        await ada.HearsAsync("waiting");
        server.Do("lobby", static group =>
        {
            foreach (string text in new[] { "two", "three", "four" })
            {
                group.Publish(text, "c9", text, DateTimeOffset.UnixEpoch);
            }

            group.Trim(3);
        });
        await ada.DoAsync("dispatchEvent(new Event('online'))");
        await ada.HearsAsync("four");
        Assert.Equal(["one", "gap e1 2-3", "four"], await ada.HeardAsync());
    }

    [Fact]
    public async Task A_history_that_is_lost_is_told_as_a_gap_and_begins_again()
    {
        await using var server = new ScriptedServer();
        SessionPage ada = await SessionPage.OpenAsync(chromium, server);
        await ada.PublishAsync("one", "two");
        await ada.HearsAsync("two");
        server.BeginEpoch("lobby");
        await ada.PublishAsync("three");
        await ada.HearsAsync("three");
        Assert.Equal(["one", "two", "gap e1 3-null", "three"], await ada.HeardAsync());
    }

    [Fact]
    public async Task The_network_s_return_ends_the_pause()
    {
        await using var server = new ScriptedServer();
        SessionPage ada = await SessionPage.OpenAsync(chromium, server, comesBack: false);
        await ada.Page.Context.SetOfflineAsync(true);
        server.CutAll();
        await ada.HearsAsync("waiting");
        await ada.Page.Context.SetOfflineAsync(false);
        await ada.PublishAsync("back");
        await ada.HearsAsync("back");
    }

    [Fact]
    public async Task A_page_that_is_looked_at_ends_the_pause()
    {
        await using var server = new ScriptedServer();
        SessionPage ada = await SessionPage.OpenAsync(chromium, server, comesBack: false);
        server.CutAll();
        await ada.HearsAsync("waiting");
        await ada.DoAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await ada.PublishAsync("back");
        await ada.HearsAsync("back");
    }

    [Fact]
    public async Task The_page_pings_as_often_as_it_is_told()
    {
        await using var server = new ScriptedServer { Heartbeat = 0.05 };
        await SessionPage.OpenAsync(chromium, server);
        await server.WaitForAsync("ping");
        await server.WaitForAsync("ping");
    }

    [Fact]
    public async Task A_server_that_drains_is_come_back_to()
    {
        await using var server = new ScriptedServer();
        SessionPage ada = await SessionPage.OpenAsync(chromium, server, comesBack: false);
        await server.WaitForAsync("join");
        server.Say("""{"op":"drain","retry_after":0.01}""");
        server.CloseAll(CloseCode.ServiceRestart);
        await server.WaitForAsync("join");
        await ada.PublishAsync("back");
        await ada.HearsAsync("back");
    }

    [Fact]
    public async Task A_page_of_a_server_that_knows_no_parley_v1_says_that_it_waits()
    {
        await using var server = new WebSocketServer(
            new WebSocketServerOptions { AllowedOrigins = ["*"] }, static (_, _) => Task.CompletedTask);
        server.Start();
        await using var files = new ScriptedServer();
        SessionPage page = await SessionPage.OpenAsync(chromium, files);
        Assert.Equal(1006, await page.Page.EvaluateAsync<int>(
            """
            address => import("/parley.js").then(({ connect }) => new Promise((resolve) => {
              const connection = connect(address);
              connection.on("state", ({ state, code }) => {
                if (state === "waiting") {
                  connection.close();
                  resolve(code);
                }
              });
            }))
            """,
            $"ws://{server.EndPoint}/"));
    }
}

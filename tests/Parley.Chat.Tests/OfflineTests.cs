using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>What becomes of messages when the network, the server or the page goes away: nothing is lost, and nothing comes twice.</summary>
public sealed class OfflineTests(SharedBrowser browser, SharedChat chat) : ChatTest(browser, chat), IClassFixture<SharedChat>
{
    [Fact]
    public async Task A_server_that_is_killed_and_comes_back_gets_what_was_written_meanwhile_once_and_in_order()
    {
        Visitor ada = await ComeInAsync("Ada", "/room/lobby");
        Visitor bob = await ComeInAsync("Bob", "/room/lobby");
        await ada.SayAsync("before");
        await bob.HearsAsync("before");

        await Chat.KillAsync();
        await Expect(ada.Banner).ToContainTextAsync("Connecting again");
        await ada.SayAsync("one");
        await ada.SayAsync("two");
        await bob.SayAsync("three");
        await Expect(ada.Message("one")).ToHaveAttributeAsync("data-state", "sending");
        await Expect(ada.Message("one").Locator(".mark")).ToHaveAccessibleNameAsync("Waiting to be sent");
        await Expect(ada.Banner).ToContainTextAsync("2 messages wait.");
        await Chat.RestartAsync();
        await ada.HurryAsync();
        await bob.HurryAsync();

        await Expect(ada.Banner).ToBeHiddenAsync();
        await Expect(ada.Page.Locator("#messages [data-state=stored]")).ToHaveCountAsync(3);
        await Expect(ada.Texts).ToHaveCountAsync(4);
        await Expect(bob.Texts).ToHaveCountAsync(4);
        string[] heard = [.. await bob.Texts.AllTextContentsAsync()];
        Assert.Equal(["before", "one", "two"], heard.Where(static text => text != "three"));
        Assert.Equal(heard, await ada.Texts.AllTextContentsAsync());

        // And so it is in history.
        Visitor eve = await ComeInAsync("Eve", "/room/lobby");
        await Expect(eve.Texts).ToHaveTextAsync(heard);
        await Expect(eve.Page.Locator(".line.gap")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_written_offline_is_sent_by_the_page_that_is_opened_later()
    {
        Visitor ada = await ComeInAsync("Ada", "/room/help");
        await ada.SayAsync("online");
        await ada.IsStoredAsync();
        await ada.Page.Context.SetOfflineAsync(true);
        await ada.Page.EvaluateAsync("() => dispatchEvent(new Event('offline'))");
        await Chat.KillAsync();
        await Expect(ada.Banner).ToContainTextAsync("You are offline");
        await ada.SayAsync("kept");
        await ada.SayAsync("kept too");
        await ada.Page.CloseAsync();
        await ada.Page.Context.SetOfflineAsync(false);
        await Chat.RestartAsync();

        Visitor again = await OpenAsync(ada.Page.Context, "/room/help");
        await Expect(again.Texts).ToHaveTextAsync(["online", "kept", "kept too"]);
        await Expect(again.Page.Locator("#messages [data-state=stored]")).ToHaveCountAsync(3);
        Visitor third = await OpenAsync(ada.Page.Context, "/room/help");
        await Expect(third.Texts).ToHaveTextAsync(["online", "kept", "kept too"]);
    }

    [Fact]
    public async Task What_a_closed_tab_has_left_is_sent_by_the_one_that_is_still_open()
    {
        Visitor ada = await OpenAsync("/");
        string[] texts = await ada.Page.EvaluateAsync<string[]>("""
            async () => {
              const { Outbox } = await import("/js/outbox.js");
              const sent = [];
              const tab = (publish) => new Outbox("g:abcdefgh", "g:abcdefgh:Ada", { publish, isOpen: () => true, knows: () => true });
              const open = tab((entry) => { sent.push(entry.data.text); return Promise.resolve({}); });
              const closed = tab(() => new Promise(() => {}));
              closed.add("lobby", { text: "left" });
              open.opened(900);
              open.opened(900);
              return sent;
            }
            """);
        Assert.Equal(["left"], texts);
    }

    [Fact]
    public async Task What_was_stored_but_never_acknowledged_is_not_stored_twice()
    {
        Visitor bob = await ComeInAsync("Bob", "/room/random");
        Visitor ada = await OpenAsync("/room/random");
        await ada.Page.RouteWebSocketAsync("**/chat", socket =>
        {
            IWebSocketRoute server = socket.ConnectToServer();
            server.OnMessage(frame =>
            {
                // The answer to a publication, and the publication itself, get lost on the way.
                if (frame.Text?.Contains("lost on the way", StringComparison.Ordinal) != true && frame.Text?.Contains("\"published\"", StringComparison.Ordinal) != true)
                {
                    socket.Send(frame.Text!);
                }
            });
        });
        await ada.Page.ReloadAsync();
        await ada.TakeNameAsync("Ada");
        await ada.IsInAsync();
        await ada.SayAsync("lost on the way");
        await bob.HearsAsync("lost on the way");
        await Expect(ada.Messages.Last).ToHaveAttributeAsync("data-state", "sending");
        await ada.Page.CloseAsync();

        Visitor again = await OpenAsync(ada.Page.Context, "/room/random");
        await Expect(again.Messages.Last).ToHaveAttributeAsync("data-state", "stored");
        await again.SayAsync("next");
        await bob.HearsAsync("next");
        await Expect(bob.Texts).ToHaveTextAsync(["lost on the way", "next"]);
        await Expect(again.Texts).ToHaveTextAsync(["lost on the way", "next"]);
        Assert.Equal(0, await again.Page.EvaluateAsync<int>("() => Object.keys(localStorage).filter((name) => name.includes('outbox')).length"));
    }
}

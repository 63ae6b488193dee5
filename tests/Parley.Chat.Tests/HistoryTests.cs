using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>What was said before: as far back as one scrolls.</summary>
public sealed class HistoryTests(SharedBrowser browser, LongHistory chat) : ChatTest(browser), IClassFixture<LongHistory>
{
    private protected override string Address => chat.Address;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Scrolling_up_loads_what_was_said_before_and_what_is_looked_at_stays_where_it_is()
    {
        await chat.PublishAsync("help", 300);
        Visitor ada = await ComeInAsync("Ada", "/room/help");
        await ada.HearsAsync("number 300");
        Assert.True(await ada.Messages.CountAsync() < 300);

        // Watches one message in each frame while history is loaded above it.
        await ada.Page.EvaluateAsync("""
            () => {
              const scroller = document.getElementById("scroller");
              scroller.scrollTop = 950;
              const rows = [...document.querySelectorAll(".message")];
              const seen = rows.find((row) => row.getBoundingClientRect().top > 120);
              window.watched = { text: seen.querySelector(".text").textContent, top: seen.getBoundingClientRect().top, moved: 0 };
              const look = () => {
                const row = [...document.querySelectorAll(".message")].find((one) => one.querySelector(".text").textContent === window.watched.text);
                window.watched.moved = Math.max(window.watched.moved, row ? Math.abs(row.getBoundingClientRect().top - window.watched.top) : 9999);
                window.watched.frame = requestAnimationFrame(look);
              };
              look();
              scroller.scrollTop = 800;
              window.watched.top = seen.getBoundingClientRect().top;
            }
            """);
        await ada.Page.WaitForFunctionAsync("() => document.getElementById('scroller').scrollTop > 2000");
        double moved = await ada.Page.EvaluateAsync<double>("() => (cancelAnimationFrame(window.watched.frame), window.watched.moved)");
        Assert.True(moved < 2, $"It moved by {moved.ToString(CultureInfo.InvariantCulture)} px.");

        await ScrollToBeginningAsync(ada);
        await Expect(ada.Texts.First).ToHaveTextAsync("number 1");
        await ada.Page.ClickAsync("#newer");
        await ada.HearsAsync("number 300");
    }

    [Fact]
    public async Task What_could_not_be_loaded_can_be_asked_for_again_and_another_language_keeps_the_place()
    {
        await chat.PublishAsync("random", 300);
        Visitor ada = await OpenAsync("/room/random");
        bool isBroken = true;
        await ada.Page.RouteWebSocketAsync("**/chat", socket =>
        {
            IWebSocketRoute server = socket.ConnectToServer();
            socket.OnMessage(frame =>
            {
                JsonElement request = JsonElement.Parse(frame.Text!);
                if (isBroken && request.GetProperty("op").GetString() is "history")
                {
                    socket.Send(JsonSerializer.Serialize(new { op = "error", code = "unavailable", @ref = request.GetProperty("ref").GetString() }));
                }
                else
                {
                    server.Send(frame.Text!);
                }
            });
        });
        await ada.Page.ReloadAsync();
        await ada.TakeNameAsync("Ada");
        await ada.IsInAsync();
        await Expect(ada.Page.Locator(".line.failed")).ToContainTextAsync("Older messages could not be loaded.");
        isBroken = false;
        await ada.Page.ClickAsync(".line.failed button");
        await ada.HearsAsync("number 300");

        await ScrollToBeginningAsync(ada);
        await ada.Page.EvaluateAsync("() => { document.getElementById('scroller').scrollTop = 1500; }");
        const string Place = "() => document.elementFromPoint(600, 400).closest('.message')?.dataset.offset";
        string? place = await ada.Page.EvaluateAsync<string?>(Place);
        await ada.Page.ClickAsync("#self");
        await ada.Page.GetByLabel("中文", new PageGetByLabelOptions { Exact = true }).CheckAsync(new LocatorCheckOptions { Force = true });
        await Expect(ada.Page.Locator(".line.first")).ToContainTextAsync("从这里开始");
        Assert.NotNull(place);
        Assert.Equal(place, await ada.Page.EvaluateAsync<string?>(Place));
    }

    [Fact]
    public async Task A_page_that_comes_after_the_log_was_trimmed_leaves_no_hole()
    {
        Visitor ada = await OpenAsync("/room/random");
        int holes = await ada.Page.EvaluateAsync<int>("""
            async () => {
              const { Room } = await import("/js/room.js");
              let answer;
              let asked = 0;
              const ask = (resolve, reject) => ++asked === 1 ? reject({ code: "rate_limited", retryAfter: 0.001 }) : answer(resolve);
              const face = { on() {}, history: () => new Promise(ask) };
              const room = new Room({ state: "open" }, { id: "random" });
              room.attach({ join: () => face }, "none");
              const page = (from, to) => ({ from, to, more: true, messages: Array.from({ length: to - from + 1 }, (_, at) => ({ offset: from + at })) });
              room.log.begin(2000);
              room.log.addPage(page(1001, 2000), true);

              // Asked too much at first, it asks again; and the log is trimmed before the answer comes.
              answer = (resolve) => {
                room.log.trim(300);
                resolve(page(901, 1000));
              };
              await room.loadOlder();
              if (asked !== 2 || room.failed) {
                return -1;
              }
              return room.log.entries.filter(({ offset }, at, all) => at > 0 && offset !== all[at - 1].offset + 1).length;
            }
            """);
        Assert.Equal(0, holes);
    }

    [Fact]
    public async Task Ten_thousand_messages_scroll_smoothly_from_the_last_to_the_first()
    {
        await chat.PublishAsync("lobby", 10_000);
        Visitor ada = await ComeInAsync("Ada", "/room/lobby");
        await ada.HearsAsync("number 10000");

        await ScrollToBeginningAsync(ada);
        await Expect(ada.Texts.First).ToHaveTextAsync("number 1");
        Assert.True(await ada.Messages.CountAsync() <= 400, "Rows that are far from what is seen are taken out.");

        // Down through all of them: what is seen is without a hole, and every frame has rows.
        string holes = await ada.Page.EvaluateAsync<string>("""
            () => new Promise((resolve) => {
              const scroller = document.getElementById("scroller");
              let last = 0;
              const step = () => {
                const numbers = [...document.querySelectorAll("#messages .text")].map((text) => Number(text.textContent.slice(7)));
                const broken = numbers.findIndex((number, at) => at > 0 && number !== numbers[at - 1] + 1);
                if (broken >= 0 || numbers.length < 50) {
                  resolve(`broken at ${numbers[broken]} of ${numbers.length}`);
                } else if (numbers.at(-1) === 10_000 && scroller.scrollTop === last) {
                  resolve("");
                } else {
                  last = scroller.scrollTop;
                  scroller.scrollTop += 4000;
                  requestAnimationFrame(step);
                }
              };
              step();
            })
            """);
        Assert.Equal("", holes);
        await ada.SayAsync("and one more");
        await ada.IsStoredAsync();
        await ada.HearsAsync("and one more");
    }

    private static async Task ScrollToBeginningAsync(Visitor visitor)
    {
        await visitor.Page.EvaluateAsync("""
            () => {
              const up = () => {
                document.getElementById("scroller").scrollTop = 0;
                if (!document.querySelector(".line.first")) {
                  requestAnimationFrame(up);
                }
              };
              up();
            }
            """);
        await Expect(visitor.Page.Locator(".line.first")).ToBeVisibleAsync();
    }
}

using Microsoft.Playwright;

namespace Parley.Chat.Tests;

/// <summary>The widget on somebody's site, in a real browser.</summary>
[Collection<InOneShop>]
public sealed class WidgetTests(WidgetFixture fixture) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => fixture.CloseAsync();

    [Fact]
    public async Task A_visitor_of_a_shop_and_somebody_in_the_chat_talk_both_ways()
    {
        WidgetFriend ada = await WidgetFriend.ComeAsync(fixture, "Ada", "support");
        await ada.SayAsync("Good morning from the shop");
        WidgetVisitor mei = await fixture.VisitAsync("support");
        await mei.OpenAsync();

        // What was said before is there.
        await mei.HearsAsync("Good morning from the shop");
        await mei.IntroduceAsync("Mei", "Do you send tea to Norway?");
        await ada.HearsAsync("Do you send tea to Norway?");
        await Assertions.Expect(ada.Page.Locator("#messages")).ToContainTextAsync("Mei");

        await ada.TypeUntilAsync(mei.Box.GetByText("Ada is typing…"));
        await ada.SayAsync("We do: https://example.com/norway");
        await Assertions.Expect(mei.Box.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow ugc");
        await Assertions.Expect(mei.Box.GetByText("typing")).ToHaveCountAsync(0);

        // Closed, it counts; another page of the shop knows the visitor and the count.
        await mei.Page.Keyboard.PressAsync("Escape");
        await ada.SayAsync("Two weeks by ship");
        await Assertions.Expect(mei.Launcher).ToHaveAccessibleNameAsync("Open chat: 1 unread message");
        await mei.Page.ReloadAsync();
        await Assertions.Expect(mei.Launcher).ToHaveAccessibleNameAsync("Open chat: 1 unread message");
        await mei.OpenAsync();
        await mei.SayAsync("Thank you");
        await mei.StoredAsync("Thank you");
        await ada.HearsAsync("Thank you");
        await Assertions.Expect(mei.Box.Locator(".own")).ToHaveCountAsync(2);
        Assert.Empty(mei.Errors);
    }

    [Fact]
    public async Task A_server_that_is_killed_loses_nothing_of_either_side_and_doubles_nothing()
    {
        WidgetFriend ada = await WidgetFriend.ComeAsync(fixture, "Ada", "kitchen");
        WidgetVisitor mei = await fixture.VisitAsync("kitchen", "&data-name=Mei");
        await mei.OpenAsync();
        await mei.SayAsync("Before");
        await mei.StoredAsync("Before");
        await ada.HearsAsync("Before");

        Func<Task> restart = await fixture.KillServerAsync();
        await Assertions.Expect(mei.Box.GetByRole(AriaRole.Status)).ToContainTextAsync("No connection");
        await mei.SayAsync("Meanwhile, I");
        await mei.SayAsync("Meanwhile, II");
        await Assertions.Expect(mei.Box.Locator(".own[data-state=waiting]")).ToHaveCountAsync(2);
        await ada.SayAsync("Ada, meanwhile");
        await restart();

        // Whether the page that wrote it sends it, or the next one: it is stored once.
        await mei.Page.ReloadAsync();
        string[] all = ["Before", "Meanwhile, I", "Meanwhile, II", "Ada, meanwhile"];
        foreach (string text in all)
        {
            await mei.HearsAsync(text);
            await ada.HearsAsync(text);
        }

        await Assertions.Expect(mei.Box.Locator(".own[data-state=stored]")).ToHaveCountAsync(3);
        await Assertions.Expect(mei.Messages).ToHaveCountAsync(all.Length);
        await Assertions.Expect(ada.Messages).ToHaveCountAsync(all.Length);
        await Assertions.Expect(mei.Box.GetByRole(AriaRole.Status)).ToBeEmptyAsync();
    }

    [Fact]
    public async Task What_is_older_than_a_gap_stands_above_it()
    {
        IPage page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.Chat);
        Assert.Equal(["1", "2", "gap", "9", "10"], await page.EvaluateAsync<string[]>("""
            async () => {
              const { MessageList } = await import("/widget/list.js");
              const { wordsFor } = await import("/widget/words.js");
              const words = wordsFor(["en"]);
              const list = new MessageList(words, { words, host: "", isOwn: () => false }, {});
              const message = (offset) => ({ id: `${offset}`, offset, user: "g:abcdefgh:Ada", at: "2026-01-01T00:00:00Z", data: { text: `${offset}` } });
              list.addPage([message(9)], true);
              list.addNote("gap", 8);
              list.add(message(10), false);
              list.addPage([message(1), message(2)], false);
              return [...list.element.querySelectorAll(".text, .note:not(:first-child)")].map((each) => each.textContent);
            }
            """));
    }

    [Fact]
    public async Task A_box_that_is_left_open_keeps_the_newest_messages_and_says_where_they_begin()
    {
        IPage page = await fixture.NewPageAsync();
        await page.GotoAsync(fixture.Chat);
        Assert.Equal(["400 from 0", "300 from 202", "300 from 303", "402 from 404"], await page.EvaluateAsync<string[]>("""
            async () => {
              const { MessageList } = await import("/widget/list.js");
              const { wordsFor } = await import("/widget/words.js");
              const words = wordsFor(["en"]);
              let oldest = 0;
              const list = new MessageList(words, { words, host: "", isOwn: () => false }, { onTrimmed: (offset) => (oldest = offset) });
              const message = (offset) => ({ offset, user: "g:abcdefgh:Ada", at: "2026-01-01T00:00:00Z", data: { text: "hello" } });
              const states = [];
              const add = (first, last, offset) => {
                for (let i = first; i <= last; i++) {
                  list.add({ id: `${offset(i) ?? "waiting"} ${i}`, ...message(offset(i)) }, false);
                }
                states.push(`${list.element.querySelectorAll(".message").length} from ${oldest}`);
              };
              add(101, 500, (i) => i);
              add(501, 501, (i) => i);
              add(1, 101, () => undefined);
              // What waits to be sent stays, however much it is.
              add(102, 304, () => undefined);
              return states;
            }
            """));
    }

    [Fact]
    public async Task Whom_the_site_knows_is_asked_no_name_and_shown_as_known()
    {
        WidgetFriend ada = await WidgetFriend.ComeAsync(fixture, "Grace", "office");
        WidgetVisitor grace = await fixture.VisitAsync("office", $"&data-token={WidgetToken.Of("42", "Grace")}");
        await grace.OpenAsync();
        await grace.SayAsync("My order, please");
        await grace.StoredAsync("My order, please");
        await ada.HearsAsync("My order, please");
        await Assertions.Expect(ada.Page.Locator("#messages .verified")).ToHaveCountAsync(1);
        await ada.SayAsync("I am Grace, too");
        await grace.HearsAsync("I am Grace, too");
        await Assertions.Expect(grace.Box.Locator(".message", new LocatorLocatorOptions { HasText = "I am Grace, too" }).Locator(".verified")).ToHaveCountAsync(0);
        Assert.Empty(grace.Errors);
    }

    [Fact]
    public async Task Whoever_writes_before_there_is_a_connection_is_not_asked_for_the_name_that_the_page_gave()
    {
        WidgetVisitor mei = await fixture.VisitAsync("office", "&data-name=Quick Mei");
        var written = new TaskCompletionSource();
        await mei.Page.RouteAsync("**/api/widget/guest", async route =>
        {
            await written.Task;
            await route.ContinueAsync();
        });
        await mei.OpenAsync();
        await mei.SayAsync("Already here");
        await Assertions.Expect(mei.Box.Locator(".own[data-state=waiting] .text")).ToHaveTextAsync("Already here");
        written.SetResult();
        await mei.StoredAsync("Already here");
        await Assertions.Expect(mei.Box.Locator("#name")).ToBeHiddenAsync();
        Assert.Empty(mei.Errors);
    }

    [Fact]
    public async Task A_chat_that_takes_no_guests_says_so_in_the_box()
    {
        WidgetVisitor mei = await fixture.VisitAsync("office");
        await mei.Page.RouteAsync("**/api/widget/guest", static route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = 403,
            Headers = [new("Access-Control-Allow-Origin", "*"), new("Access-Control-Allow-Headers", "*")],
            ContentType = "application/json",
            Body = "{\"error\":\"no_guests\",\"message\":\"This chat takes no guests.\"}",
        }));
        await mei.Launcher.ClickAsync();
        await Assertions.Expect(mei.Box.GetByText("This chat takes no guests.")).ToBeVisibleAsync();
        await Assertions.Expect(mei.Text).ToBeHiddenAsync();
    }

    [Fact]
    public async Task An_origin_that_is_not_listed_shows_nothing_says_why_and_gets_no_socket()
    {
        var visitor = new WidgetVisitor(await fixture.NewPageAsync());
        Task<IConsoleMessage> refusal = visitor.Page.WaitForConsoleMessageAsync(
            new PageWaitForConsoleMessageOptions { Predicate = line => line.Type == "error" && line.Text.Contains(fixture.RefusedShop, StringComparison.Ordinal) });
        await visitor.Page.GotoAsync($"{fixture.RefusedShop}/?data-room=garden");
        Assert.Contains(fixture.Chat, (await refusal).Text, StringComparison.Ordinal);

        await Assertions.Expect(visitor.Page.Locator("parley-chat")).ToHaveCountAsync(0);
        Assert.Equal("closed", await visitor.Page.EvaluateAsync<string>(
            """
            address => new Promise((resolve) => {
              const socket = new WebSocket(address, ["parley.v1"]);
              socket.onopen = () => resolve("open");
              socket.onclose = () => resolve("closed");
            })
            """,
            fixture.Chat.Replace("http", "ws", StringComparison.Ordinal) + "/chat"));
    }

    [Fact]
    public async Task Nothing_that_anybody_sends_runs_or_becomes_markup()
    {
        WidgetVisitor mei = await fixture.VisitAsync("cellar");
        WidgetVisitor eve = await fixture.VisitAsync("cellar");
        await mei.OpenAsync();
        await eve.OpenAsync();
        await eve.IntroduceAsync("<img src=x onerror=alert(1)>", "first");
        foreach (string attack in WidgetAttacks.All)
        {
            await eve.SayAsync(attack);
            await eve.StoredAsync(attack);
        }

        await Assertions.Expect(mei.Messages).ToHaveTextAsync(["first", .. WidgetAttacks.All]);
        await Assertions.Expect(mei.Box.Locator(".message:not(.follows) .author")).ToHaveTextAsync(["<img src=x onerror=alert(1)>"]);
        await Assertions.Expect(mei.Box.Locator(".message").Locator("img, script, iframe, b, style, object, form")).ToHaveCountAsync(0);
        await Assertions.Expect(mei.Box.Locator(".message a:not([href^='https://'])")).ToHaveCountAsync(0);
        Assert.False(await mei.Page.EvaluateAsync<bool>("() => 'owned' in window"));
        Assert.Empty(mei.Errors);
        Assert.Empty(eve.Errors);
    }

    [Fact]
    public async Task Neither_does_the_page_see_anything_of_the_widget_nor_the_widget_of_the_page()
    {
        WidgetVisitor mei = await fixture.VisitAsync("corner", "&twice=1");
        await Assertions.Expect(mei.Launcher).ToBeVisibleAsync();
        await mei.Page.EvaluateAsync(
            """
            () => {
              window.heard = [];
              addEventListener("keydown", ({ key }) => heard.push(key));
            }
            """);
        await mei.OpenAsync();
        await mei.SayAsync("/");
        await Assertions.Expect(mei.Page.Locator("parley-chat")).ToHaveCountAsync(1);
        Assert.Equal(["heard"], await mei.Page.EvaluateAsync<string[]>(
            """
            () => {
              const frame = document.documentElement.appendChild(document.createElement("iframe"));
              const known = new Set(Object.getOwnPropertyNames(frame.contentWindow));
              frame.remove();
              return Object.getOwnPropertyNames(window).filter((name) => !known.has(name) && !/^\d+$/.test(name) && !name.startsWith("__playwright"));
            }
            """));
        Assert.Empty(await mei.Page.EvaluateAsync<string[]>("() => heard"));
        await Assertions.Expect(mei.Page.Locator("#search")).ToHaveCSSAsync("font-size", "17px");
        await Assertions.Expect(mei.Text).ToHaveCSSAsync("font-size", "15px");
        await Assertions.Expect(mei.Text).ToHaveCSSAsync("letter-spacing", "normal");
        await Assertions.Expect(mei.Page.Locator("parley-chat")).ToHaveCSSAsync("opacity", "1");
        Assert.Empty(mei.Errors);
    }

    [Fact]
    public async Task By_keyboard_alone_in_Chinese_on_a_phone()
    {
        WidgetVisitor mei = await fixture.VisitAsync(
            "garden", "&lang=zh-CN", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 780 }, ColorScheme = ColorScheme.Dark });
        await Assertions.Expect(mei.Launcher).ToHaveAccessibleNameAsync("打开聊天");
        await mei.Launcher.FocusAsync();
        await mei.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(mei.Text).ToBeFocusedAsync();
        await mei.Page.Keyboard.TypeAsync("一");
        await mei.Page.Keyboard.PressAsync("Shift+Enter");
        await mei.Page.Keyboard.TypeAsync("二");
        await mei.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(mei.Box.GetByText("发送之前，请问怎么称呼您？")).ToBeVisibleAsync();
        await mei.Page.Keyboard.TypeAsync("小明");
        await mei.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(mei.Box.Locator(".own[data-state=stored] .text")).ToHaveTextAsync("一\n二", new LocatorAssertionsToHaveTextOptions { UseInnerText = true });

        // It fills the phone, keeps the focus, and gives it back.
        LocatorBoundingBoxResult? box = await mei.Box.BoundingBoxAsync();
        Assert.Equal((390f, 780f), (box!.Width, box.Height));
        ILocator close = mei.Box.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "关闭聊天" });
        await mei.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(mei.Box.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "发送", Exact = true })).ToBeFocusedAsync();
        await mei.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(close).ToBeFocusedAsync();
        await mei.Page.Keyboard.PressAsync("Shift+Tab");
        await mei.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(mei.Launcher).ToBeFocusedAsync();
        Assert.Empty(mei.Errors);
    }
}

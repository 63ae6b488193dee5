using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>English and Chinese.</summary>
[Collection<OnOneChat>]
public sealed class LanguageTests(SharedBrowser browser, SharedChat chat) : ChatTest(browser, chat)
{
    [Fact]
    public async Task The_page_speaks_the_browsers_language_and_another_when_asked()
    {
        string path = await Chat.MakeRoomAsync("茶馆");
        Visitor ming = await OpenAsync(path, new BrowserNewContextOptions { Locale = "zh-CN" });
        await Expect(ming.Page.Locator("#name-title")).ToHaveTextAsync("欢迎来到 Parley");
        await ming.TakeNameAsync("小明");
        await ming.IsInAsync();
        await Expect(ming.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await Expect(ming.Composer).ToHaveAttributeAsync("placeholder", "发消息到“茶馆”");
        await ming.SayAsync("早上好");
        await Expect(ming.Page.Locator(".line.day")).ToHaveTextAsync("今天");
        await Expect(ming.Page.Locator("#people-title")).ToHaveTextAsync("1 人在线");

        await ming.Page.ClickAsync("#self");
        await ming.Page.GetByLabel("English", new PageGetByLabelOptions { Exact = true }).CheckAsync(new LocatorCheckOptions { Force = true });
        await Expect(ming.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(ming.Page.Locator(".line.day")).ToHaveTextAsync("Today");
        await Expect(ming.Page.Locator("#people-title")).ToHaveTextAsync("1 person here");
        await Expect(ming.Composer).ToHaveAttributeAsync("placeholder", "Message 茶馆");
        await ming.HearsAsync("早上好");

        await ming.Page.ReloadAsync();
        await ming.IsInAsync();
        await Expect(ming.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
    }

    [Fact]
    public async Task Where_the_browser_keeps_nothing_what_was_chosen_and_begun_lasts_as_long_as_the_page()
    {
        Visitor ming = await OpenAsync("/room/lobby");
        await ming.Page.AddInitScriptAsync("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden', 'SecurityError'); } });");
        await ming.Page.ReloadAsync();
        await ming.TakeNameAsync("小明");
        await ming.IsInAsync();
        await ming.Page.ClickAsync("#self");
        await ming.Page.GetByLabel("中文", new PageGetByLabelOptions { Exact = true }).CheckAsync(new LocatorCheckOptions { Force = true });
        await Expect(ming.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");
        await ming.Composer.FillAsync("还没写完");
        await ming.Room("Help").ClickAsync();
        await Expect(ming.Composer).ToHaveValueAsync("");
        await ming.Room("Lobby").ClickAsync();
        await Expect(ming.Composer).ToHaveValueAsync("还没写完");
    }

    [Fact]
    public async Task Both_languages_have_the_same_words()
    {
        Visitor ada = await OpenAsync("/");
        Assert.Empty(await ada.Page.EvaluateAsync<string[]>("""
            async () => {
              const [en, zh] = (await Promise.all([import("/js/i18n/en.js"), import("/js/i18n/zh.js")])).map((module) => module.default);
              const names = [...new Set([...Object.keys(en), ...Object.keys(zh)])];
              return names.filter((name) => typeof en[name] !== typeof zh[name] || !en[name]);
            }
            """));
        Assert.Empty(await ada.Page.EvaluateAsync<string[]>("""
            async () => {
              const en = (await import("/js/i18n/en.js")).default;
              const names = ["t", "tLabel", "tTitle", "tPlaceholder"];
              return [...document.querySelectorAll("*")].flatMap((e) => names.map((name) => e.dataset[name])).filter((key) => key && !(key in en));
            }
            """));
    }

    [Fact]
    public async Task Enter_that_ends_a_Chinese_word_sends_nothing()
    {
        Visitor ming = await ComeInAsync("小明", await Chat.MakeRoomAsync("书房"), new BrowserNewContextOptions { Locale = "zh-CN" });
        await ming.Composer.FillAsync("你好");
        await ming.Composer.DispatchEventAsync("keydown", new { key = "Enter", isComposing = true, bubbles = true, cancelable = true });
        await Expect(ming.Composer).ToHaveValueAsync("你好");
        await ming.Composer.PressAsync("Enter");
        await ming.HearsAsync("你好");
        await Expect(ming.Texts).ToHaveCountAsync(1);
    }
}

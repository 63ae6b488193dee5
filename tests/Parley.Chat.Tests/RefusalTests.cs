using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>What people are told when an administrator has stepped in: in their language, and by their clock.</summary>
[Collection<OnOneChat>]
public sealed class RefusalTests(SharedBrowser browser, SharedChat chat) : ChatTest(browser, chat)
{
    [Fact]
    public async Task Those_in_a_room_that_is_deleted_are_told_and_another_of_its_name_begins_anew()
    {
        string path = await Chat.MakeRoomAsync("Shed");
        Visitor ada = await ComeInAsync("Ada", path);
        Visitor ming = await ComeInAsync("小明", path, new BrowserNewContextOptions { Locale = "zh-CN" });
        await ada.SayAsync("Under the floor");
        await ada.IsStoredAsync();
        await ming.HearsAsync("Under the floor");
        await Chat.PostAsync("/api/admin/signin", new { secret = RunningChat.AdminSecret });
        await Chat.PostAsync("/api/admin/rooms/delete", new { id = "shed" });

        await Expect(ada.Page.Locator("#notice")).ToHaveTextAsync("Shed has been deleted, or is no longer open to you.");
        await Expect(ming.Page.Locator("#notice")).ToHaveTextAsync("“Shed”已被删除，或不再对你开放。");
        foreach (Visitor visitor in new[] { ada, ming })
        {
            await Expect(visitor.Room("Shed")).ToHaveCountAsync(0);
            await Expect(visitor.Page.Locator("#room-title")).ToHaveTextAsync("Lobby");
            await Expect(visitor.Page).ToHaveURLAsync($"{Address}/room/lobby");
        }

        await Chat.MakeRoomAsync("Shed");
        await ada.Room("Shed").ClickAsync();
        await ming.Room("Shed").ClickAsync();
        await Expect(ada.Page.Locator("#notice")).ToBeHiddenAsync();
        await Expect(ada.Page.Locator("#messages")).ToHaveTextAsync("Nothing has been said here yet. Say hello.");
        await ada.SayAsync("A new floor");
        await ming.HearsAsync("A new floor");
        await Expect(ming.Texts).ToHaveCountAsync(1);
        await Expect(ada.Texts).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Whoever_is_muted_reads_until_when_in_the_page_s_language_and_by_their_own_clock()
    {
        Visitor ming = await ComeInAsync("小明", await Chat.MakeRoomAsync("Attic stairs"), new BrowserNewContextOptions
        {
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
        });
        string user = await ming.Page.EvaluateAsync<string>("async () => (await (await fetch('/api/me')).json()).user");
        await Chat.PostAsync("/api/admin/signin", new { secret = RunningChat.AdminSecret });
        JsonElement mute = await Chat.PostAsync("/api/admin/mute", new { user, minutes = 60 * 24 * 30 });
        TimeSpan shanghai = TimeSpan.FromHours(8);
        DateTimeOffset until = mute.GetProperty("until").GetDateTimeOffset().ToOffset(shanghai);
        await ming.SayAsync("喂");

        // The answer takes its time, which may lead into the next minute.
        ILocator trouble = ming.Page.Locator(".trouble span").First;
        string times = $"({until:H:mm}|{until:HH:mm}|{until.AddMinutes(1):H:mm}|{until.AddMinutes(1):HH:mm})";
        await Expect(trouble).ToHaveTextAsync(Says($"^未发送: 你已被禁言，直到 {until:yyyy}年.*{times}。$"));
        await ming.Page.ReloadAsync();
        await Expect(trouble).ToHaveTextAsync(Says($"^未发送: 你已被禁言，直到 {until:yyyy}年.*{times}。$"));

        await ming.Page.ClickAsync("#self");
        await ming.Page.GetByLabel("English", new PageGetByLabelOptions { Exact = true }).CheckAsync(new LocatorCheckOptions { Force = true });
        await Expect(trouble).ToHaveTextAsync(Says($"^Not sent: You are muted until .*{until:yyyy}.*:({until:mm}|{until.AddMinutes(1):mm})"));
    }

    private static Regex Says(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
}

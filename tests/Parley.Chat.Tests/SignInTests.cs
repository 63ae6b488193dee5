using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>People whom the operator's site knows, and what the reader is asked and told.</summary>
[Collection<OnOneChat>]
public sealed class SignInTests(SharedBrowser browser, SharedChat chat) : ChatTest(browser, chat)
{
    [Fact]
    public async Task A_token_in_the_address_signs_in_and_is_gone_from_there()
    {
        string path = await Chat.MakeRoomAsync("Office");
        Visitor grace = await OpenAsync($"{path}#token={Token("42", "Grace Hopper", "admin")}");
        await grace.IsInAsync();
        await Expect(grace.Page).ToHaveURLAsync(Chat.Address + path);
        await Expect(grace.Page.Locator("#self .verified")).ToHaveAccessibleNameAsync("Signed in at this site");
        await grace.Page.ClickAsync("#self");
        await Expect(grace.Page.Locator("#admin-link")).ToBeVisibleAsync();
        await Expect(grace.Page.Locator("#rename")).ToBeHiddenAsync();
        await grace.Page.Keyboard.PressAsync("Escape");

        Visitor mallory = await ComeInAsync("Grace Hopper", path);
        await mallory.SayAsync("I am Grace");
        await grace.HearsAsync("I am Grace");
        await Expect(grace.Messages.Last.Locator(".verified")).ToHaveCountAsync(0);
        await grace.SayAsync("No");
        await mallory.HearsAsync("No");
        await Expect(mallory.Messages.Last.Locator(".verified")).ToHaveCountAsync(1);
        await mallory.Page.ClickAsync("#self");
        await Expect(mallory.Page.Locator("#admin-link")).ToBeHiddenAsync();

        await grace.Page.ClickAsync("#self");
        await grace.Page.ClickAsync("#sign-out");
        await Expect(grace.Page.Locator("#name-dialog")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_token_that_is_not_taken_leaves_a_guest()
    {
        Visitor ada = await OpenAsync("/room/lobby#token=not.a.token");
        await Expect(ada.Page.Locator("#notice")).ToHaveTextAsync("Your sign-in was not taken. You can come in as a guest.");
        await Expect(ada.Page).ToHaveURLAsync(Chat.Address + "/room/lobby");
        await ada.TakeNameAsync("Ada");
        await ada.IsInAsync();
    }

    [Fact]
    public async Task Notifications_come_when_they_were_asked_for_and_nobody_looks()
    {
        string path = await Chat.MakeRoomAsync("Bell");
        Visitor ada = await OpenAsync(path);
        await ada.Page.AddInitScriptAsync("""
            window.told = [];
            window.Notification = class {
              static permission = localStorage.asked ? "granted" : "default";
              static async requestPermission() { localStorage.asked = "yes"; return (Notification.permission = "granted"); }
              constructor(title, options) { window.told.push(`${title}: ${options.body}`); }
              close() {}
            };
            document.hasFocus = () => window.looks === true;
            """);
        await ada.Page.ReloadAsync();
        await ada.TakeNameAsync("Ada");
        await ada.IsInAsync();
        Visitor bob = await ComeInAsync("Bob", path);
        await bob.SayAsync("Too early");
        await ada.HearsAsync("Too early");
        await ada.Page.ClickAsync("#self");
        await ada.Page.Locator("#notifications input[value=on]").CheckAsync(new LocatorCheckOptions { Force = true });
        await Expect(ada.Page.Locator("#notifications input[value=on]")).ToBeCheckedAsync();
        await bob.SayAsync("Lunch?");
        await ada.HearsAsync("Lunch?");
        Assert.Equal(["Bob in Bell: Lunch?"], await ada.Page.EvaluateAsync<string[]>("() => window.told"));

        await ada.Page.EvaluateAsync("() => { window.looks = true; }");
        await bob.SayAsync("You see this");
        await ada.HearsAsync("You see this");
        Assert.Equal(["Bob in Bell: Lunch?"], await ada.Page.EvaluateAsync<string[]>("() => window.told"));
    }

    [Fact]
    public async Task Light_and_dark_follow_the_system_until_one_is_chosen()
    {
        Visitor ada = await ComeInAsync("Ada", "/room/lobby", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        await Expect(ada.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(18, 23, 22)");
        await ada.Page.ClickAsync("#self");
        await ada.Page.Locator("#themes input[value=light]").CheckAsync(new LocatorCheckOptions { Force = true });
        await Expect(ada.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(243, 245, 244)");
        await ada.Page.ReloadAsync();
        await Expect(ada.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(243, 245, 244)");
    }

    private static string Token(string subject, string name, string role)
    {
        string head = Encode("""{"alg":"HS256","typ":"JWT"}"""u8);
        string body = Encode(JsonSerializer.SerializeToUtf8Bytes(new { sub = subject, name, role, exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() }));
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(RunningChat.TokenSecret), Encoding.ASCII.GetBytes($"{head}.{body}"));
        return $"{head}.{body}.{Encode(signature)}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

using Microsoft.Playwright;

namespace Parley.Chat.Tests;

/// <summary>The chat in a real browser.</summary>
public sealed class ChatPageTests(ChatFixture chat)
{
    [Fact]
    public async Task Two_pages_in_one_room_hear_each_other_and_a_third_elsewhere_hears_nothing()
    {
        var ada = new Visitor(await chat.OpenAsync("/?room=orchard"));
        var bob = new Visitor(await chat.OpenAsync("/?room=orchard"));
        var eve = new Visitor(await chat.OpenAsync("/?room=elsewhere"));
        await ada.JoinAsync("Ada");
        await bob.JoinAsync("Bob");
        await eve.JoinAsync("Eve");

        await ada.SayAsync("Hello, Bob");
        await bob.HearsAsync("Hello, Bob");
        await bob.SayAsync("Hello, Ada");
        await ada.HearsAsync("Hello, Ada");

        // What Eve says comes back to her after anything that could have come from the other room.
        await eve.SayAsync("Anyone here?");
        await eve.HearsAsync("Anyone here?");
        Assert.Equal(["Anyone here?"], await eve.TextsAsync());
        Assert.Equal(["Hello, Bob", "Hello, Ada"], await ada.TextsAsync());
        Assert.Equal("Ada", await bob.Messages.First.Locator(".author").TextContentAsync());
        Assert.Equal(1, await ada.Page.Locator("#messages .own").CountAsync());
        Assert.NotNull(await ada.Messages.First.Locator("time").GetAttributeAsync("datetime"));
    }

    [Fact]
    public async Task What_people_type_is_shown_and_never_run()
    {
        const string attack = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";
        var ada = new Visitor(await chat.OpenAsync("/?room=attack"));
        await ada.JoinAsync("<b>Ada</b>");
        await ada.SayAsync(attack);
        await ada.HearsAsync("onerror");

        Assert.Equal([attack], await ada.TextsAsync());
        Assert.Equal(0, await ada.Page.Locator("#messages img, #messages script, #messages b").CountAsync());
        Assert.Equal("attack · Parley", await ada.Page.TitleAsync());
    }

    [Fact]
    public async Task Shift_and_Enter_starts_a_line_and_a_Chinese_room_works()
    {
        var ada = new Visitor(await chat.OpenAsync("/?room=大厅"));
        await ada.JoinAsync("小明");
        await ada.Page.FillAsync("#text", "一");
        await ada.Page.PressAsync("#text", "Shift+Enter");
        await ada.Page.Keyboard.TypeAsync("two");
        await ada.Page.PressAsync("#text", "Enter");
        await ada.HearsAsync("two");

        Assert.Equal(["一\ntwo"], await ada.TextsAsync());
    }

    [Fact]
    public async Task Leaving_and_coming_back_and_the_browser_s_Back_button()
    {
        var ada = new Visitor(await chat.OpenAsync("/"));
        Assert.Equal("lobby", await ada.Page.InputValueAsync("#room"));
        await ada.Page.FillAsync("#room", "attic");
        await ada.JoinAsync("Ada");
        Assert.EndsWith("?room=attic", ada.Page.Url, StringComparison.Ordinal);

        await ada.Page.ClickAsync("#leave");
        await ada.Page.Locator("#join-form").WaitForAsync();
        Assert.Equal("attic", await ada.Page.InputValueAsync("#room"));
        await ada.JoinAsync("Ada");
        await ada.Page.GoBackAsync();
        await ada.Page.Locator("#join-form").WaitForAsync();
    }

    [Theory]
    [InlineData("a/b", "none of / { }")]
    [InlineData("{x}", "none of / { }")]
    [InlineData("..", "more than dots")]
    public async Task A_bad_room_is_refused_with_the_rule(string room, string rule)
    {
        IPage page = await chat.OpenAsync("/");
        await page.FillAsync("#name", "Ada");
        await page.FillAsync("#room", room);
        await page.ClickAsync("#join");

        Assert.Contains(rule, await page.TextContentAsync("#room-error"), StringComparison.Ordinal);
        Assert.True(await page.IsVisibleAsync("#join-form"));
    }

    [Fact]
    public async Task A_server_that_goes_away_and_returns_is_found_again_and_what_was_typed_is_kept()
    {
        var ada = new Visitor(await chat.OpenAsync("/?room=restart"));
        await ada.JoinAsync("Ada");
        Func<Task> restart = await chat.StopServerAsync();
        await ada.Page.Locator("#state[data-state=reconnecting]").WaitForAsync();
        await ada.SayAsync("Still here");
        Assert.Equal("Still here", await ada.Page.InputValueAsync("#text"));

        await restart();
        await ada.IsConnectedAsync();
        await ada.Page.PressAsync("#text", "Enter");
        await ada.HearsAsync("Still here");
    }

    [Fact]
    public async Task Everything_works_by_keyboard_alone()
    {
        IPage page = await chat.OpenAsync("/?room=keys");
        await page.FocusAsync("#name");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Ada");
        await page.Keyboard.PressAsync("Enter");
        await new Visitor(page).IsConnectedAsync();
        await page.Keyboard.TypeAsync("by keyboard");
        await page.Keyboard.PressAsync("Enter");
        await new Visitor(page).HearsAsync("by keyboard");
    }
}

using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>People who talk, in the rooms that they talk in.</summary>
[Collection<OnOneChat>]
public sealed class ConversationTests(SharedBrowser browser, SharedChat chat) : ChatTest(browser, chat)
{
    [Fact]
    public async Task Two_people_in_three_rooms_hear_each_other_and_what_is_unread_is_counted()
    {
        string orchard = await Chat.MakeRoomAsync("Orchard");
        await Chat.MakeRoomAsync("Meadow");
        Visitor ada = await ComeInAsync("Ada", orchard);
        Visitor bob = await ComeInAsync("Bob", orchard);
        await ada.SayAsync("Hello, Bob");
        await bob.HearsAsync("Hello, Bob");
        await Expect(bob.Messages.Last.Locator(".author")).ToHaveTextAsync("Ada");
        await bob.SayAsync("Hello, Ada");
        await ada.HearsAsync("Hello, Ada");
        await Expect(ada.Page.Locator("#messages .own")).ToHaveCountAsync(1);

        await bob.Room("Meadow").ClickAsync();
        await Expect(bob.Page.Locator("#room-title")).ToHaveTextAsync("Meadow");
        await bob.SayAsync("Over here");
        await bob.SayAsync("And here");
        await Expect(ada.Room("Meadow").Locator(".unread [aria-hidden]")).ToHaveTextAsync("2");
        await Expect(ada.Page).ToHaveTitleAsync("(2) Orchard · Parley");
        await ada.Room("Meadow").ClickAsync();
        await ada.HearsAsync("And here");
        await Expect(ada.Page.Locator(".line.new")).ToHaveTextAsync("New messages");
        await Expect(ada.Room("Meadow").Locator(".unread")).ToHaveCountAsync(0);
        await Expect(ada.Page).ToHaveURLAsync(Chat.Address + "/room/meadow");

        await ada.Page.GoBackAsync();
        await ada.HearsAsync("Hello, Ada");
        await ada.Room("Lobby").ClickAsync();
        await Expect(ada.Texts).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Unread_messages_are_counted_over_a_reload_too()
    {
        string path = await Chat.MakeRoomAsync("Cellar");
        Visitor ada = await ComeInAsync("Ada", path);
        Visitor bob = await ComeInAsync("Bob", path);
        await bob.SayAsync("seen");
        await ada.HearsAsync("seen");
        await ada.Room("Lobby").ClickAsync();
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("Lobby");
        await ada.Page.GotoAsync("about:blank");
        await bob.SayAsync("while you were away");
        await bob.IsStoredAsync();

        await ada.Page.GotoAsync(Chat.Address + "/room/lobby");
        await Expect(ada.Room("Cellar").Locator(".unread [aria-hidden]")).ToHaveTextAsync("1");
        await Expect(ada.Room("Cellar")).ToHaveAccessibleNameAsync("Cellar 1 unread");
    }

    [Fact]
    public async Task Who_is_here_and_who_types_is_shown()
    {
        string path = await Chat.MakeRoomAsync("Porch");
        Visitor ada = await ComeInAsync("Ada", path);
        Visitor bob = await ComeInAsync("Bob", path);
        ILocator people = ada.Page.Locator("#people-list .person");
        await Expect(people.Filter(new LocatorFilterOptions { HasText = "Bob" })).ToHaveCountAsync(1);
        await Expect(people.Filter(new LocatorFilterOptions { HasText = "Ada" })).ToContainTextAsync("you");

        await bob.TypeUntilAsync(ada.Page.Locator("#typing").GetByText("Bob is typing…", new LocatorGetByTextOptions { Exact = true }));
        await bob.SayAsync("Hello");
        await ada.HearsAsync("Hello");
        await Expect(ada.Page.Locator("#typing")).Not.ToBeVisibleAsync();

        await bob.Page.CloseAsync();
        await Expect(people.Filter(new LocatorFilterOptions { HasText = "Bob" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Lines_links_and_times_are_shown_as_people_expect()
    {
        string path = await Chat.MakeRoomAsync("Library");
        Visitor ada = await OpenAsync(path);
        await ada.Page.Clock.InstallAsync();
        await ada.Page.ReloadAsync();
        await ada.TakeNameAsync("Ada");
        await ada.IsInAsync();
        await ada.Composer.FillAsync("one");
        await ada.Composer.PressAsync("Shift+Enter");
        await ada.Composer.PressSequentiallyAsync("two: https://example.com/a_(b), see?");
        await ada.Composer.PressAsync("Enter");
        await ada.IsStoredAsync();

        Assert.Equal("one\ntwo: https://example.com/a_(b), see?", await ada.Texts.Last.TextContentAsync());
        ILocator link = ada.Texts.Last.Locator("a");
        await Expect(link).ToHaveAttributeAsync("href", "https://example.com/a_(b)");
        await Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow ugc");
        await Expect(ada.Page.Locator(".line.day")).ToHaveTextAsync("Today");

        // The reader's zone is Berlin's, the server's may be any.
        DateTimeOffset at = DateTimeOffset.Parse((await ada.Page.Locator("time").Last.GetAttributeAsync("datetime"))!, System.Globalization.CultureInfo.InvariantCulture);
        DateTimeOffset local = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        await Expect(ada.Page.Locator("time").Last).ToHaveTextAsync(local.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));

        // Today is yesterday's once it is midnight, whether anything is said or not.
        await ada.Page.Clock.FastForwardAsync("24:00:00");
        await Expect(ada.Page.Locator(".line.day")).Not.ToHaveTextAsync("Today");
    }

    [Fact]
    public async Task A_room_is_made_and_a_name_changed_without_losing_anything()
    {
        Visitor ada = await ComeInAsync("Ada", "/room/lobby");
        Visitor bob = await ComeInAsync("Bob", "/room/lobby");
        await ada.Page.ClickAsync("#new-room");
        await ada.Page.FillAsync("#room-name", "读书会");
        await ada.Page.PressAsync("#room-name", "Enter");
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("读书会");
        await bob.Room("读书会").ClickAsync();
        await bob.SayAsync("Here I am");
        await ada.HearsAsync("Here I am");

        await ada.SayAsync("As Ada");
        await ada.IsStoredAsync();
        await ada.RenameAsync("Ada Lovelace");
        await ada.SayAsync("As Ada Lovelace");
        await bob.HearsAsync("As Ada Lovelace");
        await Expect(bob.Messages.Last.Locator(".author")).ToHaveTextAsync("Ada Lovelace");
        await Expect(ada.Texts).ToHaveTextAsync(["Here I am", "As Ada", "As Ada Lovelace"]);
        await Expect(ada.Page.Locator("#messages .own")).ToHaveCountAsync(2);
        await Expect(ada.Page.Locator("#self")).ToContainTextAsync("Ada Lovelace");
    }

    [Fact]
    public async Task What_is_typed_right_after_a_change_of_name_is_said_under_the_new_one_once_there_is_a_connection()
    {
        string path = await Chat.MakeRoomAsync("Forge");
        Visitor bob = await ComeInAsync("Bob", path);
        Visitor ada = await OpenAsync(path);
        var open = new TaskCompletionSource();
        int connections = 0;
        await ada.Page.RouteWebSocketAsync("**/chat", socket =>
        {
            IWebSocketRoute server = socket.ConnectToServer();
            Task sent = ++connections == 1 ? Task.CompletedTask : open.Task;
            server.OnMessage(frame => sent = sent.ContinueWith(_ => socket.Send(frame.Text!), TaskScheduler.Default));
        });
        await ada.Page.ReloadAsync();
        await ada.TakeNameAsync("Ada");
        await ada.IsInAsync();

        await ada.RenameAsync("Ada Lovelace");
        await Expect(ada.Composer).ToBeFocusedAsync();
        await ada.Page.Keyboard.TypeAsync("Do you know me?");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Message("Do you know me?")).ToHaveAttributeAsync("data-state", "sending");
        open.SetResult();
        await ada.IsStoredAsync();
        await bob.HearsAsync("Do you know me?");
        await Expect(bob.Messages.Last.Locator(".author")).ToHaveTextAsync("Ada Lovelace");
    }

    [Fact]
    public async Task What_is_wrong_with_a_name_or_a_room_is_said()
    {
        Visitor ada = await OpenAsync("/room/nowhere");
        await ada.TakeNameAsync(" ");
        await Expect(ada.Page.Locator("#name-error")).ToHaveTextAsync("Please write a name.");
        await ada.TakeNameAsync("\u200b\u202e");
        await Expect(ada.Page.Locator("#name-error")).ToHaveTextAsync("Please write a name.");
        await ada.TakeNameAsync(new string('a', 41));
        await Expect(ada.Page.Locator("#name-error")).ToHaveTextAsync("A name has at most 40 characters.");
        await ada.TakeNameAsync("Ada");
        await Expect(ada.Page.Locator("#notice")).ToHaveTextAsync("There is no such room, or you may not see it.");
        await ada.Room("Lobby").ClickAsync();
        await ada.IsInAsync();
        await Expect(ada.Page.Locator("#notice")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_could_not_be_asked_at_first_is_asked_again_and_what_was_not_done_is_said()
    {
        Visitor ada = await OpenAsync("/");
        int asked = 0;
        await ada.Page.RouteAsync("**/api/rooms", route => asked++ == 0 ? route.AbortAsync() : route.ContinueAsync());
        await ada.Page.RouteAsync("**/api/guest", route => route.FulfillAsync(new RouteFulfillOptions { Json = new { user = "g:abcdefgh:Ada" } }));
        await ada.TakeNameAsync("Ada");
        await Expect(ada.Page.Locator("#name-error")).ToContainTextAsync("Your browser keeps no cookie for this page");
        await ada.Page.UnrouteAsync("**/api/guest");
        await ada.TakeNameAsync("Ada");
        await ada.IsInAsync();
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("Lobby");
        await Expect(ada.Page).ToHaveURLAsync(Chat.Address + "/room/lobby");

        await ada.Composer.FillAsync("not yet");
        await ada.Page.RouteAsync("**/api/signout", static route => route.AbortAsync());
        await ada.Page.ClickAsync("#self");
        await ada.Page.ClickAsync("#sign-out");
        await Expect(ada.Page.Locator("#notice")).ToContainTextAsync("The server can't be reached.");
        await Expect(ada.Composer).ToHaveValueAsync("not yet");
        await ada.Room("Help").ClickAsync();
        await Expect(ada.Page.Locator("#notice")).ToBeHiddenAsync();

        Visitor again = await OpenAsync(ada.Page.Context, "/room/help");
        await again.IsInAsync();
        await ada.Page.UnrouteAsync("**/api/signout");
        await ada.Page.ClickAsync("#self");
        await ada.Page.ClickAsync("#sign-out");
        await Expect(again.Page.Locator("#name-dialog")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_an_administrator_deletes_vanishes_and_a_rule_holds_for_those_who_are_there()
    {
        string path = await Chat.MakeRoomAsync("Ledger");
        Visitor ada = await ComeInAsync("Ada", path);
        Visitor bob = await ComeInAsync("Bob", path);
        await bob.SayAsync("stays");
        await bob.SayAsync("goes");
        await ada.HearsAsync("goes");
        string offset = (await ada.Messages.Last.GetAttributeAsync("data-offset"))!;
        await Chat.PostAsync("/api/admin/signin", new { secret = RunningChat.AdminSecret });
        await Chat.PostAsync("/api/admin/delete", new { room = "ledger", offset = int.Parse(offset, CultureInfo.InvariantCulture) });

        await Expect(ada.Texts).ToHaveTextAsync(["stays"]);
        await Expect(bob.Texts).ToHaveTextAsync(["stays"]);

        await Chat.PostAsync("/api/admin/rooms", new { id = "ledger", title = "Ledger", rule = "read-only", invited = Array.Empty<string>() });
        await Expect(ada.Page.Locator("#read-only")).ToBeVisibleAsync();
        await Expect(ada.Composer).ToBeHiddenAsync();
        await Chat.PostAsync("/api/admin/rooms", new { id = "ledger", title = "Accounts", rule = "open", invited = Array.Empty<string>() });
        await Expect(ada.Composer).ToHaveAttributeAsync("placeholder", "Message Accounts");
        await Expect(ada.Composer).ToBeVisibleAsync();
    }
}

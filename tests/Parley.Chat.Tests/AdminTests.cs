using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Parley.Chat.Tests;

/// <summary>The administrators' page, in a real browser.</summary>
[Collection<InOneShop>]
public sealed partial class AdminTests(WidgetFixture fixture) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => fixture.CloseAsync();

    [Fact]
    public async Task The_secret_opens_the_page_by_hand_or_in_the_address_and_no_other_does()
    {
        IPage page = await fixture.NewPageAsync();
        await page.GotoAsync($"{fixture.Chat}/admin/");
        await page.GetByLabel("Secret").FillAsync("not the secret at all");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("That is not the secret.");
        await Assertions.Expect(page.Locator("#dashboard")).ToBeHiddenAsync();
        await page.GetByLabel("Secret").FillAsync(WidgetFixture.Secret);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#dashboard")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Secret")).ToBeFocusedAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Secret")).ToBeFocusedAsync();

        await page.GotoAsync($"{fixture.Chat}/admin/#secret={WidgetFixture.Secret}");
        await Assertions.Expect(page).ToHaveURLAsync($"{fixture.Chat}/admin/");
        await Assertions.Expect(page.Locator("#dashboard")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Figures_are_live_and_the_page_speaks_Chinese_too()
    {
        AdminDesk desk = await AdminDesk.SignInAsync(fixture);
        foreach (string chart in new[] { "messagesPerSecond", "deliveriesPerSecond", "connections", "memory", "cpu" })
        {
            ILocator card = desk.Page.Locator($"[data-chart={chart}]");
            await Assertions.Expect(card.Locator(".value")).ToHaveTextAsync(StartsWithDigit());
            await Assertions.Expect(card.GetByRole(AriaRole.Img)).ToHaveAccessibleNameAsync(SaysNow());

            // Two points make a line.
            await Assertions.Expect(card.Locator(".line")).ToHaveAttributeAsync("points", HasTwoPoints());
        }

        await desk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "中文" }).ClickAsync();
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "最近的消息" })).ToBeVisibleAsync();
        await Assertions.Expect(desk.Page.Locator("[data-chart=memory] h2")).ToHaveTextAsync("内存");
        await desk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "深色" }).ClickAsync();
        await Assertions.Expect(desk.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task A_connection_is_seen_found_and_closed_and_comes_back_as_another()
    {
        WidgetVisitor mei = await fixture.VisitAsync("porch", "&data-name=Closed Mei");
        await mei.OpenAsync();
        await mei.SayAsync("Here I am");
        await mei.StoredAsync("Here I am");
        AdminDesk desk = await AdminDesk.SignInAsync(fixture);
        ILocator row = desk.ConnectionsOf("Closed Mei", "porch");
        await Assertions.Expect(row).ToContainTextAsync("127.0.0.1");
        await Assertions.Expect(row.Locator("td.rooms")).ToHaveTextAsync("Porch");
        await Assertions.Expect(row.Locator("td.rooms")).ToHaveAttributeAsync("title", "porch");
        string before = (await row.GetAttributeAsync("data-key"))!;

        await desk.Page.GetByLabel("Filter").FillAsync("closed mei");
        await Assertions.Expect(desk.Page.Locator("#connections tbody tr")).ToHaveCountAsync(1);
        await desk.DoAsync(row, "Close");
        await Assertions.Expect(desk.Notice).ToContainTextAsync("Closed Mei is closed");
        await Assertions.Expect(desk.Page.Locator($"#connections tr[data-key='{before}']")).ToHaveCountAsync(0);
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await mei.SayAsync("And here I am again");
        await mei.StoredAsync("And here I am again");
    }

    [Fact]
    public async Task Whoever_is_muted_is_told_and_may_write_again_after()
    {
        WidgetVisitor mei = await fixture.VisitAsync("porch", "&data-name=Loud Mei&data-language=zh");
        await mei.OpenAsync();
        await mei.SayAsync("LOUD");
        await mei.StoredAsync("LOUD");
        AdminDesk desk = await AdminDesk.SignInAsync(fixture);
        await desk.DoAsync(desk.ConnectionsOf("Loud Mei", "porch"), "Mute");
        ILocator mute = desk.Page.Locator("#mutes tbody tr").Filter(new LocatorFilterOptions { HasText = "Loud Mei" });
        await Assertions.Expect(mute).ToBeVisibleAsync();

        await mei.SayAsync("LOUDER");
        await Assertions.Expect(mei.Box.Locator(".own[data-state=failed] .sentence")).ToHaveTextAsync(MutedInChinese());
        await mute.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Unmute" }).ClickAsync();
        await Assertions.Expect(mute).ToHaveCountAsync(0);
        await mei.Box.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "重试" }).ClickAsync();
        await mei.StoredAsync("LOUDER");
        Assert.Empty(mei.Errors);
    }

    [Fact]
    public async Task A_message_that_is_deleted_vanishes_from_everybody_s_page()
    {
        WidgetVisitor mei = await fixture.VisitAsync("garden", "&data-name=Mei");
        WidgetFriend ada = await WidgetFriend.ComeAsync(fixture, "Ada", "garden");
        await mei.OpenAsync();
        await mei.SayAsync("Something rude");
        await mei.StoredAsync("Something rude");
        await ada.HearsAsync("Something rude");

        AdminDesk desk = await AdminDesk.SignInAsync(fixture);
        await desk.Page.Locator("#room").SelectOptionAsync("garden");
        ILocator message = desk.Messages.Filter(new LocatorFilterOptions { HasText = "Something rude" });
        await desk.DoAsync(message, "Delete");
        await Assertions.Expect(message).ToHaveCountAsync(0);
        await Assertions.Expect(mei.Messages.GetByText("Something rude")).ToHaveCountAsync(0);
        await Assertions.Expect(ada.Messages.GetByText("Something rude")).ToHaveCountAsync(0);
        Assert.Empty(mei.Errors);
    }

    [Fact]
    public async Task A_room_is_made_and_made_read_only_and_deleted()
    {
        AdminDesk desk = await AdminDesk.SignInAsync(fixture);
        await desk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "New room" }).ClickAsync();
        await desk.Dialog.GetByLabel("Title").FillAsync("Announcements");
        await desk.Dialog.GetByLabel("Id").FillAsync("announcements");
        await desk.ConfirmAsync("Save");
        await Assertions.Expect(desk.Room("Announcements")).ToContainTextAsync("Open");
        WidgetVisitor mei = await fixture.VisitAsync("announcements", "&data-name=Mei");
        await mei.OpenAsync();
        await mei.SayAsync("As long as I may");
        await mei.StoredAsync("As long as I may");

        await desk.Room("Announcements").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Change" }).ClickAsync();
        await desk.Dialog.GetByLabel("Rule").SelectOptionAsync("read-only");
        await desk.ConfirmAsync("Save");
        await Assertions.Expect(desk.Room("Announcements")).ToContainTextAsync("Read-only");
        await mei.SayAsync("And now?");
        await Assertions.Expect(mei.Box.Locator(".own[data-state=failed] .sentence")).ToContainTextAsync("Not sent: Announcements is read-only.");

        await desk.DoAsync(desk.Room("Announcements"), "Delete");
        await Assertions.Expect(desk.Notice).ToHaveTextAsync("Announcements is deleted.");
        await Assertions.Expect(desk.Room("Announcements")).ToHaveCountAsync(0);
        await Assertions.Expect(mei.Box).ToContainTextAsync("This room is closed to you. There is no room announcements");
        await Assertions.Expect(desk.Room("Support").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Delete" })).ToBeDisabledAsync();
        Assert.Empty(mei.Errors);
    }

    [GeneratedRegex(@"^未发送: 您已被禁言，直到 [^:]*\d\d:\d\d。$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MutedInChinese();

    [GeneratedRegex(@"^\d", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartsWithDigit();

    [GeneratedRegex("now, at most", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SaysNow();

    [GeneratedRegex(@"\d \d", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HasTwoPoints();
}

using Microsoft.Playwright;

namespace Parley.Chat.Tests;

/// <summary>Somebody in the chat's own page, who talks with the shop's visitors.</summary>
internal sealed class WidgetFriend(IPage page)
{
    public IPage Page => page;

    public ILocator Messages => page.Locator("#messages .text");

    public static async Task<WidgetFriend> ComeAsync(WidgetFixture fixture, string name, string room)
    {
        IPage page = await fixture.NewPageAsync();
        await page.GotoAsync($"{fixture.Chat}/room/{room}");
        await page.FillAsync("#name", name);
        await page.ClickAsync("#name-save");
        await Assertions.Expect(page.Locator("#text")).ToBeEditableAsync();
        return new WidgetFriend(page);
    }

    public async Task SayAsync(string text)
    {
        await page.FillAsync("#text", text);
        await page.PressAsync("#text", "Enter");
    }

    /// <summary>Types until somebody else sees it, since the sign goes by itself after some seconds: a busy machine may take as long.</summary>
    public Task TypeUntilAsync(ILocator sign) => new Visitor(page).TypeUntilAsync(sign);

    public Task HearsAsync(string text) =>
        Assertions.Expect(Messages.GetByText(text, new LocatorGetByTextOptions { Exact = true })).ToHaveCountAsync(1);
}

using Microsoft.Playwright;

namespace Parley.Chat.Tests;

/// <summary>An administrator in front of the page for them.</summary>
internal sealed class AdminDesk(IPage page)
{
    public IPage Page => page;

    public ILocator Dialog => page.GetByRole(AriaRole.Dialog);

    public ILocator Notice => page.Locator("#notice");

    public ILocator Messages => page.Locator("#messages li[data-offset]");

    public static async Task<AdminDesk> SignInAsync(WidgetFixture fixture, BrowserNewContextOptions? options = null)
    {
        IPage page = await fixture.NewPageAsync(options);
        await page.GotoAsync($"{fixture.Chat}/admin/#secret={WidgetFixture.Secret}");
        await Assertions.Expect(page.Locator("#dashboard")).ToBeVisibleAsync();
        return new AdminDesk(page);
    }

    /// <summary>The connections of somebody who is in a room.</summary>
    public ILocator ConnectionsOf(string name, string room) => page.Locator("#connections tbody tr")
        .Filter(new LocatorFilterOptions { HasText = name })
        .Filter(new LocatorFilterOptions { Has = page.Locator("td.rooms", new PageLocatorOptions { HasText = room }) });

    public ILocator Room(string title) => page.Locator("#rooms tbody tr").Filter(new LocatorFilterOptions { HasText = title });

    /// <summary>Presses a button of a row, and the one that confirms it.</summary>
    public async Task DoAsync(ILocator row, string button)
    {
        await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
        await ConfirmAsync(button);
    }

    public async Task ConfirmAsync(string button)
    {
        await Dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
        await Assertions.Expect(Dialog).ToHaveCountAsync(0);
    }
}

using Microsoft.Playwright;

namespace Parley.Chat.Tests;

/// <summary>Somebody in front of a page, who does what people do.</summary>
internal sealed class Visitor(IPage page)
{
    public IPage Page => page;

    public ILocator Messages => page.Locator("#messages .message");

    public async Task JoinAsync(string name)
    {
        await page.FillAsync("#name", name);
        await page.ClickAsync("#join");
        await IsConnectedAsync();
    }

    public Task IsConnectedAsync() => page.Locator("#state[data-state=connected]").WaitForAsync();

    public async Task SayAsync(string text)
    {
        await page.FillAsync("#text", text);
        await page.PressAsync("#text", "Enter");
    }

    /// <summary>Waits until a text stands in the list of messages, exactly as it was said.</summary>
    public Task HearsAsync(string text) => page
        .Locator("#messages .text", new PageLocatorOptions { HasTextString = text }).First.WaitForAsync();

    public async Task<IReadOnlyList<string>> TextsAsync() => await page.Locator("#messages .text").AllTextContentsAsync();
}

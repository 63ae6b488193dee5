using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>Somebody in front of the page, who does what people do.</summary>
internal sealed class Visitor
{
    private readonly ConcurrentQueue<string> _problems = new();

    public Visitor(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Report(message.Type, message.Text);
        page.PageError += (_, error) => Report("error", error);
        page.Dialog += (_, dialog) =>
        {
            Report("error", $"a dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>What the console showed that it should not have, and dialogs.</summary>
    public IEnumerable<string> Problems => _problems;

    public ILocator Messages => Page.Locator("#messages .message");

    public ILocator Texts => Page.Locator("#messages .text");

    public ILocator Banner => Page.Locator("#banner");

    public ILocator Composer => Page.Locator("#text");

    public ILocator Room(string title) =>
        Page.Locator("#rooms a", new PageLocatorOptions { Has = Page.GetByText(title, new PageGetByTextOptions { Exact = true }) });

    /// <summary>The message that says exactly this.</summary>
    public ILocator Message(string text) => Messages.Filter(new LocatorFilterOptions
    {
        Has = Page.GetByText(text, new PageGetByTextOptions { Exact = true }),
    });

    public async Task TakeNameAsync(string name)
    {
        await Page.FillAsync("#name", name);
        await Page.PressAsync("#name", "Enter");
    }

    /// <summary>Waits until there is a connection, and the open room's history is there.</summary>
    public async Task IsInAsync()
    {
        await IsConnectedAsync();
        await Expect(Composer).ToBeVisibleAsync();
        await Expect(Page.Locator("#messages > *").First).ToBeAttachedAsync();
    }

    public Task IsConnectedAsync() => Expect(Page.Locator("html")).ToHaveAttributeAsync("data-connection", "open");

    /// <summary>The network is back, as the browser tells it: what waits for another attempt waits no longer.</summary>
    public Task HurryAsync() => Page.EvaluateAsync("() => dispatchEvent(new Event('online'))");

    public async Task SayAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
        await Expect(Composer).ToHaveValueAsync("");
    }

    /// <summary>Types until somebody else sees it, since the sign goes by itself after some seconds: a busy machine may take as long.</summary>
    public async Task TypeUntilAsync(ILocator sign)
    {
        Task seen = Expect(sign).ToBeVisibleAsync();
        while (!seen.IsCompleted)
        {
            await Composer.PressSequentiallyAsync("…");
            await Page.EvaluateAsync("() => new Promise((resolve) => requestAnimationFrame(resolve))");
        }

        await seen;
    }

    /// <summary>Takes another name by the menu, and waits until the server has given it.</summary>
    public async Task RenameAsync(string name)
    {
        await Page.ClickAsync("#self");
        await Page.ClickAsync("#rename");
        await TakeNameAsync(name);
        await Expect(Page.Locator("#name-dialog")).ToBeHiddenAsync();
    }

    /// <summary>Waits until the newest text is this one.</summary>
    public Task HearsAsync(string text) => Expect(Texts.Last).ToHaveTextAsync(text);

    /// <summary>Waits until nothing waits to be sent any more, and the newest message, one's own, is shown as stored.</summary>
    public async Task IsStoredAsync()
    {
        // What is said is kept at once, and shown with the next frame.
        await Page.WaitForFunctionAsync("() => !Object.keys(localStorage).some((name) => name.startsWith('parley.outbox.'))");
        await Expect(Messages.Last).ToHaveAttributeAsync("data-state", "stored");
    }

    // A server that was killed, a network that is off and what is refused are what some tests are about.
    private void Report(string kind, string text)
    {
        string[] expected = ["net::ERR_", "WebSocket connection to", "responded with a status of 400", "responded with a status of 401", "responded with a status of 415"];
        bool isExpected = expected.Any(part => text.Contains(part, StringComparison.Ordinal));
        if (kind is "error" && !isExpected)
        {
            _problems.Enqueue(text);
        }
    }
}

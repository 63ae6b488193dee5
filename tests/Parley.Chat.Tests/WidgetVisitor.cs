using Microsoft.Playwright;

namespace Parley.Chat.Tests;

/// <summary>Somebody on the shop's page, who uses the box in its corner.</summary>
internal sealed class WidgetVisitor
{
    private readonly List<string> _errors = [];

    public WidgetVisitor(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => Add(error);
        page.Console += (_, line) =>
        {
            if (line.Type == "error")
            {
                Add(line.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>The button that opens the box; its name says how much is unread.</summary>
    public ILocator Launcher => Page.Locator("parley-chat .launcher");

    public ILocator Box => Page.GetByRole(AriaRole.Dialog);

    public ILocator Text => Box.Locator("textarea");

    public ILocator Messages => Box.Locator(".message .text");

    /// <summary>What the browser complained of so far.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
            {
                return [.. _errors];
            }
        }
    }

    public async Task OpenAsync()
    {
        await Launcher.ClickAsync();
        await Assertions.Expect(Text).ToBeFocusedAsync();
    }

    public async Task SayAsync(string text)
    {
        await Text.FillAsync(text);
        await Text.PressAsync("Enter");
    }

    /// <summary>Says something for the first time, and is asked for a name.</summary>
    public async Task IntroduceAsync(string name, string text)
    {
        await SayAsync(text);
        await Assertions.Expect(Box.Locator("#name")).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync(name);
        await Page.Keyboard.PressAsync("Enter");
        await StoredAsync(text);
    }

    /// <summary>Waits until what one has said is stored.</summary>
    public async Task StoredAsync(string text)
    {
        try
        {
            await Assertions.Expect(Box.Locator(".own[data-state=stored] .text").GetByText(text, new LocatorGetByTextOptions { Exact = true }))
                .ToHaveCountAsync(1);
        }
        catch (PlaywrightException exception)
        {
            // What stands there instead is what has to be known.
            Assert.Fail($"{exception.Message}\n{await Box.InnerHTMLAsync()}\n{string.Join('\n', Errors)}");
        }
    }

    /// <summary>Waits until a text stands there, once.</summary>
    public Task HearsAsync(string text) =>
        Assertions.Expect(Messages.GetByText(text, new LocatorGetByTextOptions { Exact = true })).ToHaveCountAsync(1);

    private void Add(string error)
    {
        lock (_errors)
        {
            _errors.Add(error);
        }
    }
}

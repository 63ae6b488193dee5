using Microsoft.Playwright;

namespace Parley.Chat.Tests;

/// <summary>What the tests of the page share: people in front of it, and that nothing goes wrong in any of their browsers.</summary>
public abstract class ChatTest(SharedBrowser browsers, SharedChat? shared = null) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private readonly List<IBrowserContext> _browsers = [];

    private protected RunningChat Chat { get; set; } = null!;

    /// <summary>Where the pages are, without a slash at the end.</summary>
    private protected virtual string Address => Chat.Address;

    public virtual async ValueTask InitializeAsync() => Chat = await shared!.StartedAsync();

    /// <summary>Somebody opens the page.</summary>
    private protected async Task<Visitor> OpenAsync(string path, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.TimezoneId ??= "Europe/Berlin";
        options.ViewportSize ??= new ViewportSize { Width = 1200, Height = 760 };
        options.ReducedMotion ??= ReducedMotion.Reduce;
        IBrowserContext browser = await browsers.OpenAsync(options);
        _browsers.Add(browser);
        return await OpenAsync(browser, path);
    }

    /// <summary>The same one opens the page once more.</summary>
    private protected async Task<Visitor> OpenAsync(IBrowserContext browser, string path)
    {
        var visitor = new Visitor(await browser.NewPageAsync());
        _visitors.Add(visitor);
        await visitor.Page.GotoAsync(Address + path);
        return visitor;
    }

    /// <summary>Somebody opens the page, and comes in with a name.</summary>
    private protected async Task<Visitor> ComeInAsync(string name, string path, BrowserNewContextOptions? options = null)
    {
        Visitor visitor = await OpenAsync(path, options);
        await visitor.TakeNameAsync(name);
        await visitor.IsInAsync();
        return visitor;
    }

    public virtual async ValueTask DisposeAsync()
    {
        string[] problems = [.. _visitors.SelectMany(static visitor => visitor.Problems)];
        foreach (IBrowserContext browser in _browsers)
        {
            await browser.CloseAsync();
        }

        Assert.Empty(problems);
        GC.SuppressFinalize(this);
    }
}

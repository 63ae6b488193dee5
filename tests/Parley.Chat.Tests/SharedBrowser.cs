using Microsoft.Playwright;
using Parley.TestSupport;

[assembly: AssemblyFixture(typeof(Parley.Chat.Tests.SharedBrowser))]

namespace Parley.Chat.Tests;

/// <summary>One real browser for all tests, in which everybody has cookies, storage and settings of their own.</summary>
public sealed class SharedBrowser : IAsyncLifetime
{
    private readonly Lazy<Task<IBrowser>> _browser;
    private IPlaywright? _playwright;

    public SharedBrowser() => _browser = new Lazy<Task<IBrowser>>(StartAsync);

    public ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Within.Limit.TotalMilliseconds);
        return ValueTask.CompletedTask;
    }

    /// <summary>A browser of somebody who has never been anywhere. It is started when the first test asks for it.</summary>
    internal async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options = null)
    {
        Parts.RequireChromium();
        options ??= new BrowserNewContextOptions();
        options.Locale ??= "en-GB";
        IBrowserContext context = await (await _browser.Value).NewContextAsync(options);
        context.SetDefaultTimeout((float)Within.Limit.TotalMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated)
        {
            await (await _browser.Value).CloseAsync();
        }

        _playwright?.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Parts.RequireChromium(),
            Args = Chromium.Arguments,
        });
    }
}

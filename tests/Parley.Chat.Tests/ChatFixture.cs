using Microsoft.Playwright;
using Parley.TestSupport;

// One browser and one server for all, and a test that restarts the server.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Parley.Chat.Tests.ChatFixture))]

namespace Parley.Chat.Tests;

/// <summary>The chat, and a real browser in which everybody has cookies of their own.</summary>
public sealed class ChatFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private RunningChat? _chat;

    public ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Within.Limit.TotalMilliseconds);
        return ValueTask.CompletedTask;
    }

    /// <summary>The chat, which is started when the first test asks for it.</summary>
    internal async Task<RunningChat> StartedAsync() => _chat ??= await RunningChat.StartAsync();

    /// <summary>A browser of somebody: with cookies, storage and settings of their own.</summary>
    internal async Task<IBrowserContext> OpenBrowserAsync(BrowserNewContextOptions? options = null)
    {
        string chromium = Parts.RequireChromium();
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        options ??= new BrowserNewContextOptions();
        options.Locale ??= "en-GB";
        options.TimezoneId ??= "Europe/Berlin";
        options.ViewportSize ??= new ViewportSize { Width = 1200, Height = 760 };
        options.ReducedMotion ??= ReducedMotion.Reduce;
        IBrowserContext context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout((float)Within.Limit.TotalMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_chat is not null)
        {
            await _chat.DisposeAsync();
        }
    }
}

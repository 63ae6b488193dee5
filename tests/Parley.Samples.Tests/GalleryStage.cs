using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>The Gallery with two windows that look at one of its pages.</summary>
internal sealed class GalleryStage : IAsyncDisposable
{
    private readonly Chromium _chromium;
    private readonly WebSample _app;
    private readonly string _path;
    private readonly List<IPage> _pages = [];

    private GalleryStage(Chromium chromium, WebSample app, string path)
    {
        _chromium = chromium;
        _app = app;
        _path = path;
    }

    public IPage Ada => _pages[0];

    public IPage Bob => _pages[1];

    public static async Task<GalleryStage> OpenAsync(Chromium chromium, string path)
    {
        Parts.RequireChromium();
        var stage = new GalleryStage(chromium, await WebSample.StartAsync("Gallery"), path);
        await stage.OpenAsync();
        await stage.OpenAsync();
        return stage;
    }

    /// <summary>Opens one more window, and waits until it is connected.</summary>
    public async Task<IPage> OpenAsync()
    {
        IPage page = await _chromium.OpenPageAsync();
        _pages.Add(page);
        await page.SetViewportSizeAsync(900, 640);
        await page.GotoAsync($"{_app.Address}{_path}");
        await page.Locator("#state[data-state=open]").WaitForAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IPage page in _pages)
        {
            await page.CloseAsync();
        }

        await _app.DisposeAsync();
    }
}

using Microsoft.Playwright;

namespace Parley.TestSupport;

/// <summary>A real browser with a profile of its own, which is started when the first page is asked for.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly string _profile = Directory.CreateTempSubdirectory("parley-browser-").FullName;
    private IPlaywright? _playwright;
    private IBrowserContext? _context;

    /// <summary>Opens an empty page.</summary>
    public async Task<IPage> OpenPageAsync()
    {
        string chromium = Parts.RequireChromium();
        _playwright ??= await Playwright.CreateAsync();
        _context ??= await _playwright.Chromium.LaunchPersistentContextAsync(_profile, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = chromium,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        return await _context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.CloseAsync();
        }

        _playwright?.Dispose();
        Directory.Delete(_profile, recursive: true);
    }
}

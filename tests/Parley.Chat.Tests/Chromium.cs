using Microsoft.Playwright;

namespace Parley.TestSupport;

/// <summary>A real browser with a profile of its own, which is started when the first page is asked for.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly string _profile = Directory.CreateTempSubdirectory("parley-browser-").FullName;
    private IPlaywright? _playwright;
    private IBrowserContext? _context;

    /// <summary>
    /// What it is started with. Each window of Chromium has pages of its own below the address bar, which nobody sees in a test:
    /// without them a visit takes half as much of the processor. The other features are those that Playwright switches off,
    /// as the last list counts alone.
    /// </summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,AvoidUnnecessaryBeforeUnloadCheckSync,"
            + "DestroyProfileOnBrowserClose,DialMediaRouteProvider,GlobalMediaControls,HttpsUpgrades,LensOverlay,MediaRouter,PaintHolding,"
            + "ThirdPartyStoragePartitioning,BlockOriginHeaderModificationOnRedirect,AvoidCorsURLLoaderRestartOnRedirect,Translate,"
            + "AutoDeElevate,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled",
    ];

    /// <summary>Opens an empty page.</summary>
    public async Task<IPage> OpenPageAsync()
    {
        string chromium = Parts.RequireChromium();
        _playwright ??= await Playwright.CreateAsync();
        _context ??= await _playwright.Chromium.LaunchPersistentContextAsync(_profile, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = chromium,
            Headless = true,
            Args = Arguments,
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

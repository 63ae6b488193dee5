using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>Pictures of pages, as the documentation shows them.</summary>
internal static class Pictures
{
    /// <summary>
    /// Takes a page's picture. Those in the repository are renewed only when asked for, so that a test run leaves no
    /// change behind.
    /// </summary>
    public static async Task TakeAsync(IPage page, string name)
    {
        bool renews = Environment.GetEnvironmentVariable("PARLEY_UPDATE_PICTURES") == "1";
        string folder = renews
            ? Path.Combine(Repository.Root, "docs", "pictures")
            : Path.Combine(Repository.Root, "artifacts", "pictures");
        await page.BringToFrontAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }
}

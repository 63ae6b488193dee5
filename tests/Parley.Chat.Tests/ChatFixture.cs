using Microsoft.Playwright;
using Parley.TestSupport;

// One browser and one server for all, and a test that restarts the server.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Parley.Chat.Tests.ChatFixture))]

namespace Parley.Chat.Tests;

/// <summary>The chat as its users start it, and a real browser to look at it with.</summary>
public sealed class ChatFixture : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private ChildProcess? _server;

    /// <summary>The chat's address, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts what is not running yet, and opens a page of its own.</summary>
    public async Task<IPage> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light, int width = 1200, int height = 800)
    {
        IPage page = await _chromium.OpenPageAsync();
        if (_server is null)
        {
            _server = StartServer();
            Address = (await _server.WaitForAsync("The chat is open at ")).Split(". ")[0];
        }

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await page.SetViewportSizeAsync(width, height);
        await page.GotoAsync(Address + path);
        return page;
    }

    /// <summary>Ends the server, and returns a function that starts it again on the same port.</summary>
    public async Task<Func<Task>> StopServerAsync()
    {
        string address = Address;
        await _server!.DisposeAsync();
        return async () =>
        {
            _server = ChildProcess.StartOwn("Parley.Chat", ["--urls", address], ProjectFolder);
            await _server.WaitForAsync("The chat is open at ");
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static string ProjectFolder => Path.Combine(Repository.Root, "apps", "Parley.Chat");

    private static ChildProcess StartServer() =>
        ChildProcess.StartOwn("Parley.Chat", ["--urls", "http://127.0.0.1:0"], ProjectFolder);
}

using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Chat.Tests;

/// <summary>A shop with the widget, a chat that lists it, and as many people as a test needs.</summary>
public sealed class WidgetFixture(SharedBrowser browsers) : IAsyncDisposable
{
    public const string Secret = "an-administrators-secret";

    private readonly string _data = Directory.CreateTempSubdirectory("parley-widget-").FullName;
    private readonly List<IBrowserContext> _people = [];
    private WidgetShop? _shop;
    private ChildProcess? _server;

    /// <summary>The chat's address, without a slash at the end.</summary>
    public string Chat => _shop!.Chat;

    /// <summary>The shop's origin that is not listed.</summary>
    public string RefusedShop => _shop!.Refused;

    /// <summary>Opens the shop as somebody who has never been there. Each room has its own visitors.</summary>
    internal async Task<WidgetVisitor> VisitAsync(string room, string more = "", BrowserNewContextOptions? options = null)
    {
        IPage page = await NewPageAsync(options);
        var visitor = new WidgetVisitor(page);
        await page.GotoAsync($"{_shop!.Origin}/?data-room={room}{more}");
        return visitor;
    }

    /// <summary>Opens an empty page of a browser that knows nobody, once everything runs.</summary>
    internal async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        await StartAsync();
        IBrowserContext context = await browsers.OpenAsync(options);
        _people.Add(context);
        return await context.NewPageAsync();
    }

    /// <summary>Kills the server as a power cut would, and returns a function that starts it again.</summary>
    internal async Task<Func<Task>> KillServerAsync()
    {
        await _server!.DisposeAsync();
        return StartServerAsync;
    }

    /// <summary>Sends everybody home.</summary>
    internal async ValueTask CloseAsync()
    {
        foreach (IBrowserContext context in _people)
        {
            await context.CloseAsync();
        }

        _people.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_shop is not null)
        {
            await _shop.DisposeAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    private async Task StartAsync()
    {
        if (_server is null)
        {
            _shop ??= await WidgetShop.StartAsync();
            await StartServerAsync();
        }
    }

    private async Task StartServerAsync()
    {
        string address = Chat.Length > 0 ? Chat : "http://127.0.0.1:0";
        _server = ChildProcess.StartOwn(
            "Parley.Chat",
            [
                "--urls", address, "--data", _data, "--admin-secret", Secret, "--allow-origin", _shop!.Origin,
                "--token-secret", WidgetToken.Secret, "--new-guests-per-minute", "10000", "--rooms", "Support,Attic,Cellar,Corner,Garden,Kitchen,Office,Porch,Teahouse",
            ],
            Path.Combine(Repository.Root, "apps", "Parley.Chat"));
        _shop.Chat = (await _server.WaitForAsync("The chat is open at ")).Split(". ")[0];
    }
}

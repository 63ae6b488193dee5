using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>
/// Pages as readers of the tutorials write them, opened from a file. Nothing is changed but the port, and the one script
/// that they take from elsewhere comes from here.
/// </summary>
public sealed class TutorialPageTests(Chromium chromium)
{
    [Fact]
    public async Task The_page_of_the_socket_by_hand()
    {
        IPage page = await chromium.OpenPageAsync();
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        await PlayAsync(page, "by-hand.html", "8003", server.Ports[2], "【连接成功】", "你好", "【关闭连接】");
    }

    [Theory]
    [InlineData("ConnectionList", "你好（收到）")]
    [InlineData("GroupChat", "你好")]
    public async Task The_page_of_the_group_chats(string sample, string answer)
    {
        IPage page = await chromium.OpenPageAsync();
        await using WebSample app = await WebSample.StartAsync(sample);
        await PlayAsync(page, "group.html", "8000", app.Address.Port, "[连接成功]", answer, "[断开连接]");
    }

    [Fact]
    public async Task The_page_of_the_chat_with_history()
    {
        IPage page = await chromium.OpenPageAsync();
        string jQuery = Path.Combine(Parts.RequireNpmModule("jquery"), "dist", "jquery.min.js");
        await page.RouteAsync("https://code.jquery.com/**", route => route.FulfillAsync(new RouteFulfillOptions { Path = jQuery }));
        await using WebSample app = await WebSample.StartAsync("ChatWithHistory");
        await PlayAsync(page, "history.html", "8888", app.Address.Port, "【连接成功】", "你好", "【关闭连接】");
    }

    private static async Task PlayAsync(IPage page, string name, string port, int ourPort, params string[] shown)
    {
        string html = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Parley.Samples.Tests", "pages", name));
        string file = Path.Combine(Directory.CreateTempSubdirectory("parley-page-").FullName, name);
        await File.WriteAllTextAsync(file, html.Replace($":{port}/", $":{ourPort}/", StringComparison.Ordinal));
        await page.GotoAsync("file://" + file);
        await SeesAsync(page, shown[0]);
        await page.FillAsync("#txt", "你好");
        await page.ClickAsync("#btn");
        await SeesAsync(page, shown[1]);
        await page.ClickAsync("#close");
        await SeesAsync(page, shown[2]);
        await page.CloseAsync();
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static Task SeesAsync(IPage page, string text) =>
        page.Locator("#content").GetByText(text, new LocatorGetByTextOptions { Exact = true }).WaitForAsync();
}

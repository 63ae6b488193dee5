using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>ConnectionList: its page in a real browser, a page from a file, and Python's client, on one list.</summary>
public sealed class ConnectionListTests(Chromium chromium)
{
    [Fact]
    public async Task Two_windows_hear_each_other_with_the_suffix_and_a_tag_stays_a_text()
    {
        IPage ada = await chromium.OpenPageAsync();
        IPage bob = await chromium.OpenPageAsync();
        await using WebSample app = await WebSample.StartAsync("ConnectionList");
        await ada.GotoAsync($"{app.Address}");
        await bob.GotoAsync($"{app.Address}");
        await SeesAsync(ada, "[连接成功]");
        await SeesAsync(bob, "[连接成功]");
        await ada.FillAsync("#txt", "<b>你好</b>");
        await ada.PressAsync("#txt", "Enter");
        await SeesAsync(ada, "<b>你好</b>（收到）");
        await SeesAsync(bob, "<b>你好</b>（收到）");
        await bob.ClickAsync("#close");
        await SeesAsync(bob, "[断开连接]");
    }

    [Fact]
    public async Task A_page_opened_from_a_file_may_connect_and_the_suffix_is_an_option()
    {
        IPage page = await chromium.OpenPageAsync();
        await using WebSample app = await WebSample.StartAsync("ConnectionList", "--Suffix", " (said)");
        await page.GotoAsync($"file://{Repository.Root}/tests/Parley.Samples.Tests/pages/empty.html");
        Assert.Equal("file://", await page.EvaluateAsync<string>("location.origin"));
        string answer = await Pages.AskAsync(page, app.Socket("/room/456/"), "hello");
        Assert.Equal("hello (said)", answer);
    }

    [Fact]
    public async Task Pythons_clients_are_on_the_list()
    {
        Parts.RequirePython("websockets", "python3-websockets");
        await using WebSample app = await WebSample.StartAsync("ConnectionList");
        await using ChildProcess peer = Sample.StartPython("connection_list_peer.py", app.Socket("/room/123/"));
        Assert.True(await peer.WaitForExitAsync() == 0, peer.Output);
    }

    private static Task SeesAsync(IPage page, string text) =>
        page.Locator("#message").GetByText(text, new LocatorGetByTextOptions { Exact = true }).WaitForAsync();
}

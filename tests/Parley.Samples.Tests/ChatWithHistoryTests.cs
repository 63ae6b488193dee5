using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>ChatWithHistory in a real browser, and beside Tornado's client.</summary>
public sealed class ChatWithHistoryTests(Chromium chromium)
{
    private const string Attack = "<img src=x onerror=\"document.title='hacked'\">";

    [Fact]
    public async Task A_late_joiner_sees_the_history_and_tags_stay_texts()
    {
        IPage ada = await chromium.OpenPageAsync();
        IPage bob = await chromium.OpenPageAsync();
        await using WebSample app = await WebSample.StartAsync("ChatWithHistory");
        await ada.GotoAsync($"{app.Address}");
        Assert.Contains("聊天室", await ada.TitleAsync(), StringComparison.Ordinal);
        string[] said = ["你好", Attack, "third"];
        foreach (string text in said)
        {
            await SayAsync(ada, text);
            await SeesAsync(ada, text);
        }

        await bob.GotoAsync($"{app.Address}");
        await SayAsync(bob, "I am late");
        await SeesAsync(ada, "I am late");
        await SeesAsync(bob, "I am late");
        string[] all = [.. said, "I am late"];
        Assert.Equal(all, await ada.Locator("#container .message > div").AllTextContentsAsync());
        Assert.Equal(all, await bob.Locator("#container .message > div").AllTextContentsAsync());
        Assert.Equal(0, await bob.Locator("#container img").CountAsync());
        Assert.Contains("聊天室", await bob.TitleAsync(), StringComparison.Ordinal);
        await bob.ClickAsync("#close");
        await bob.Locator("#state", new PageLocatorOptions { HasText = "连接已关闭" }).WaitForAsync();
    }

    [Fact]
    public async Task A_page_opened_from_a_file_may_connect()
    {
        IPage page = await chromium.OpenPageAsync();
        await using WebSample app = await WebSample.StartAsync("ChatWithHistory");
        await page.GotoAsync($"file://{Repository.Root}/tests/Parley.Samples.Tests/pages/empty.html");
        Assert.True(Guid.TryParse(await Pages.AskAsync(page, app.Socket("/chat"), "hello"), out _));
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("history")]
    [InlineData("seam")]
    public async Task Tornados_client_finds_it_as_Tornados_own_chat(string chapter)
    {
        Parts.RequirePython("tornado", "python3-tornado");
        await using WebSample app = await WebSample.StartAsync("ChatWithHistory");
        await using ChildProcess peer = Sample.StartPython("chat_with_history_peer.py", app.Socket("/chat"), chapter);
        Assert.True(await peer.WaitForExitAsync() == 0, peer.Output);
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.Locator("#state", new PageLocatorOptions { HasText = "游客" }).WaitForAsync();
        await page.FillAsync("#txt", text);
        await page.ClickAsync("#btn");
    }

    private static Task SeesAsync(IPage page, string text) =>
        page.Locator("#container").GetByText(text, new LocatorGetByTextOptions { Exact = true }).WaitForAsync();
}

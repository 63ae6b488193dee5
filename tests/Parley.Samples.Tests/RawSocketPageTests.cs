using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>RawSocket's pages in a real browser, from the server and from files.</summary>
public sealed class RawSocketPageTests(Chromium chromium)
{
    [Theory]
    [InlineData("served")]
    [InlineData("file")]
    public async Task The_first_page_shows_what_was_received(string from)
    {
        IPage page = await chromium.OpenPageAsync();
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        await page.GotoAsync(from == "served"
            ? $"http://127.0.0.1:{server.Ports[0]}/"
            : $"file://{Sample.Folder("RawSocket")}/pages/receive.html?address=ws://127.0.0.1:{server.Ports[0]}/");
        await SeesAsync(page, "客户端已连接");
        await page.FillAsync("#text", "你好 <b>");
        await page.ClickAsync("#send");
        await SeesAsync(page, "接收数据: 你好 <b>");
        await page.ClickAsync("#leave");
        await SeesAsync(page, "客户端已断开连接");
        Assert.Equal(["客户端已连接", "接收数据: 你好 <b>", "客户端已断开连接"], await page.Locator("#messages div").AllTextContentsAsync());
    }

    [Theory]
    [InlineData("served", 1)]
    [InlineData("served", 2)]
    [InlineData("file", 2)]
    public async Task The_second_page_gets_its_texts_back(string from, int port)
    {
        IPage page = await chromium.OpenPageAsync();
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        await page.GotoAsync(from == "served"
            ? $"http://127.0.0.1:{server.Ports[port]}/"
            : $"file://{Sample.Folder("RawSocket")}/pages/chat.html?address=ws://127.0.0.1:{server.Ports[port]}/chatsocket");
        await SeesAsync(page, "【连接成功】");
        await page.FillAsync("#txt", "天王盖地虎");
        await page.ClickAsync("#btn");
        await SeesAsync(page, "天王盖地虎");
        await page.ClickAsync("#close");
        await SeesAsync(page, "【关闭连接】");
    }

    [Fact]
    public async Task A_page_from_another_origin_may_connect()
    {
        IPage page = await chromium.OpenPageAsync();
        await using RawSocketServer server = await RawSocketServer.StartAsync();
        await page.GotoAsync($"http://localhost:{server.Ports[1]}/?address=ws://127.0.0.1:{server.Ports[2]}/chatsocket");
        await SeesAsync(page, "【连接成功】");
    }

    private static Task SeesAsync(IPage page, string text) => page.GetByText(text, new PageGetByTextOptions { Exact = true }).WaitForAsync();
}

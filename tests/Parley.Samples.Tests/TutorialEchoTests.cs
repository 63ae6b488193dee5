using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>The first chapter's program, used as the chapter says.</summary>
public sealed class TutorialEchoTests
{
    [Fact]
    public async Task A_text_comes_back()
    {
        await using ChildProcess server = ChildProcess.StartOwn("TutorialEcho", ["0"]);
        var address = new Uri(await server.WaitForAsync("listening on "));
        await using WebSocketConnection ws = await Within.Time(WebSocketClient.ConnectAsync(address));
        await ws.SendAsync("hello, 你好");
        Assert.Equal("hello, 你好", (await Within.Time(ws.ReceiveAsync()))!.Value.GetText());
    }

    [Fact]
    public async Task The_console_of_its_own_page_may_connect_and_that_of_another_site_may_not()
    {
        await using var chromium = new Chromium();
        await using ChildProcess server = ChildProcess.StartOwn("TutorialEcho", ["0"]);
        string address = (await server.WaitForAsync("listening on ws://")).TrimEnd('/');
        IPage page = await chromium.OpenPageAsync();
        await page.GotoAsync($"http://{address}/");
        Assert.Contains("speaks WebSocket", await page.InnerTextAsync("body"), StringComparison.Ordinal);
        Assert.Equal("hello", await SayHelloAsync(page, address));
        await page.GotoAsync("about:blank");
        Assert.Equal("closed 1006", await SayHelloAsync(page, address));
    }

    private static Task<string> SayHelloAsync(IPage page, string address) => page.EvaluateAsync<string>(
        """
        address => new Promise(resolve => {
          const ws = new WebSocket(address);
          ws.onopen = () => ws.send("hello");
          ws.onmessage = event => resolve(event.data);
          ws.onclose = event => resolve(`closed ${event.code}`);
        })
        """,
        $"ws://{address}/");
}

using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>GroupChat in a real browser, and beside Python's client.</summary>
public sealed class GroupChatTests(Chromium chromium)
{
    [Fact]
    public async Task Two_windows_in_one_group_hear_each_other_and_a_third_in_another_hears_nothing()
    {
        IPage ada = await chromium.OpenPageAsync();
        IPage bob = await chromium.OpenPageAsync();
        IPage eve = await chromium.OpenPageAsync();
        await using WebSample app = await WebSample.StartAsync("GroupChat");
        await EnterAsync(ada, app, "大厅");
        await EnterAsync(bob, app, "大厅");
        await EnterAsync(eve, app, "124");
        await SayAsync(ada, "<i>你好</i>");
        await SeesAsync(ada, "<i>你好</i>");
        await SeesAsync(bob, "<i>你好</i>");

        // What Eve says comes back to her after anything that could have come from the other group.
        await SayAsync(eve, "anyone?");
        await SeesAsync(eve, "anyone?");
        Assert.Equal(["[连接成功]", "anyone?"], await eve.Locator("#message div").AllTextContentsAsync());
        await bob.ClickAsync("#close");
        await SeesAsync(bob, "[断开连接]");
    }

    [Fact]
    public async Task Pages_opened_from_a_file_are_greeted_and_sent_off()
    {
        IPage page = await chromium.OpenPageAsync();
        await using WebSample app = await WebSample.StartAsync("GroupChat");
        await page.GotoAsync($"file://{Repository.Root}/tests/Parley.Samples.Tests/pages/empty.html");
        Assert.Equal("来了呀客官", await Pages.AskAsync(page, app.Socket("/greeting/"), "hello"));
        Assert.Equal("你好呀你好", await Pages.AskAsync(page, app.Socket("/farewell/"), "hello"));
        Assert.Equal("hello", await Pages.AskAsync(page, app.Socket("/room/123/"), "hello"));
    }

    [Fact]
    public async Task Pythons_clients_find_the_three_consumers()
    {
        Parts.RequirePython("websockets", "python3-websockets");
        await using WebSample app = await WebSample.StartAsync("GroupChat");
        await using ChildProcess peer = Sample.StartPython("group_chat_peer.py", app.Socket(""));
        Assert.True(await peer.WaitForExitAsync() == 0, peer.Output);
    }

    [Fact]
    public async Task Two_servers_share_their_groups_by_one_setting()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using WebSample one = await WebSample.StartAsync("GroupChat", "--ConnectionStrings:Redis", redis.Url);
        await using WebSample two = await WebSample.StartAsync("GroupChat", "--ConnectionStrings:Redis", redis.Url);
        await using WebSocketConnection ada = await Within.Time(WebSocketClient.ConnectAsync(new Uri(one.Socket("/room/123/"))));
        await using WebSocketConnection bob = await Within.Time(WebSocketClient.ConnectAsync(new Uri(two.Socket("/room/123/"))));
        await using WebSocketConnection eve = await Within.Time(WebSocketClient.ConnectAsync(new Uri(two.Socket("/room/124/"))));
        await ada.SendAsync("你好");
        Assert.Equal(["你好", "你好"], [await ReadAsync(ada), await ReadAsync(bob)]);
        await bob.SendAsync("还有谁？");
        Assert.Equal(["还有谁？", "还有谁？"], [await ReadAsync(ada), await ReadAsync(bob)]);

        // What Eve says comes back to her after anything that could have come from the other group.
        await eve.SendAsync("anyone?");
        Assert.Equal("anyone?", await ReadAsync(eve));
    }

    private static async Task<string> ReadAsync(WebSocketConnection member) =>
        (await Within.Time(member.ReceiveAsync()))!.Value.GetText();

    private static async Task EnterAsync(IPage page, WebSample app, string group)
    {
        await page.GotoAsync($"{app.Address}?group={group}");
        await SeesAsync(page, "[连接成功]");
    }

    private static async Task SayAsync(IPage page, string text)
    {
        await page.FillAsync("#txt", text);
        await page.ClickAsync("#send");
    }

    private static Task SeesAsync(IPage page, string text) =>
        page.Locator("#message").GetByText(text, new LocatorGetByTextOptions { Exact = true }).WaitForAsync();
}

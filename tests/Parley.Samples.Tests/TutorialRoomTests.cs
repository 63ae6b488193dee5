using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>The second chapter's program in a real browser.</summary>
public sealed class TutorialRoomTests
{
    [Fact]
    public async Task Two_windows_talk_and_a_script_stays_a_text()
    {
        await using var chromium = new Chromium();
        IPage ada = await chromium.OpenPageAsync();
        IPage bob = await chromium.OpenPageAsync();
        await using ChildProcess app = StartApp();
        string address = await app.WaitForAsync("Now listening on: ");
        await ada.GotoAsync($"{address}/?name=Ada");
        await SeesAsync(ada, "Ada has come in");
        await bob.GotoAsync($"{address}/?name=小明");
        await SeesAsync(ada, "小明 has come in");
        await SayAsync(ada, "<img src=x onerror=\"document.title='hacked'\">");
        await SeesAsync(bob, "Ada: <img src=x onerror=\"document.title='hacked'\">");
        Assert.Equal("A room", await bob.TitleAsync());
        await bob.CloseAsync();
        await SeesAsync(ada, "小明 has left");
        app.SendTerminate();
        await SeesAsync(ada, "closed: 1001");
    }

    [Fact]
    public async Task A_name_that_no_group_can_have_gets_a_404()
    {
        await using ChildProcess app = StartApp();
        var address = new Uri(await app.WaitForAsync("Now listening on: "));
        WebSocketHandshakeException refusal = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://{address.Authority}/room/a%7Bb/ada"))));
        Assert.Equal(404, refusal.StatusCode);
    }

    private static ChildProcess StartApp() => ChildProcess.StartOwn(
        "TutorialRoom", ["--urls", "http://127.0.0.1:0"], Path.Combine(Repository.Root, "samples", "Tutorial", "Room"));

    private static async Task SayAsync(IPage page, string text)
    {
        await page.FillAsync("#text", text);
        await page.PressAsync("#text", "Enter");
    }

    private static Task SeesAsync(IPage page, string text) =>
        page.GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { HasText = text }).WaitForAsync();
}

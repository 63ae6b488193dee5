using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>The third chapter's program in a real browser, and killed as the chapter says.</summary>
public sealed class TutorialNothingLostTests
{
    [Fact]
    public async Task What_is_said_while_the_server_is_dead_arrives_once_and_everybody_sees_the_same()
    {
        string folder = Directory.CreateTempSubdirectory("parley-tutorial-").FullName;
        try
        {
            await TalkAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task TalkAsync(string folder)
    {
        await using var chromium = new Chromium();
        IPage ada = await chromium.OpenPageAsync();
        IPage bob = await chromium.OpenPageAsync();
        string address;
        await using (ChildProcess app = StartApp(folder, "http://127.0.0.1:0"))
        {
            address = await app.WaitForAsync("Now listening on: ");
            await ada.GotoAsync($"{address}/?name=Ada");
            await bob.GotoAsync($"{address}/?name=Bob");
            await SayAsync(ada, "hello");
            await SeesAsync(bob, "1. Ada: hello");
            await ada.WaitForFunctionAsync("document.title === 'Ada, Bob' || document.title === 'Bob, Ada'");

            // The process is killed here, without a word to it.
        }

        await ada.WaitForFunctionAsync("document.querySelector('#state').textContent !== 'open'");
        await SayAsync(ada, "is anybody there?");
        await SeesAsync(ada, "… is anybody there?");
        await using ChildProcess again = StartApp(folder, address);
        await again.WaitForAsync("Now listening on: ");
        await SeesAsync(bob, "2. Ada: is anybody there?");
        await SayAsync(bob, "yes");
        await SeesAsync(ada, "3. Bob: yes");
        await ada.WaitForFunctionAsync("document.querySelectorAll('li').length === 3");
        string[] all = ["1. Ada: hello", "2. Ada: is anybody there?", "3. Bob: yes"];
        Assert.Equal(all, await ada.Locator("li").AllInnerTextsAsync());
        await bob.ReloadAsync();
        await SeesAsync(bob, "3. Bob: yes");
        Assert.Equal(all, await bob.Locator("li").AllInnerTextsAsync());
    }

    private static ChildProcess StartApp(string folder, string address) => ChildProcess.StartOwn(
        "TutorialNothingLost",
        ["--urls", address, "--History", Path.Combine(folder, "room.db")],
        Path.Combine(Repository.Root, "samples", "Tutorial", "NothingLost"));

    private static async Task SayAsync(IPage page, string text)
    {
        await page.FillAsync("#text", text);
        await page.PressAsync("#text", "Enter");
    }

    private static Task SeesAsync(IPage page, string text) =>
        page.GetByRole(AriaRole.Listitem).Filter(new LocatorFilterOptions { HasText = text }).First.WaitForAsync();
}

using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>The Gallery's five pages, each in two windows of a real browser that see each other.</summary>
public sealed class GalleryTests(Chromium chromium)
{
    [Fact]
    public async Task What_one_draws_the_other_sees_and_so_does_who_comes_later()
    {
        await using GalleryStage stage = await GalleryStage.OpenAsync(chromium, "whiteboard.html");
        await DrawAsync(stage.Ada, "#c0392b", 0.1f, 0.8f, 0.3f, 0.2f, 0.5f, 0.8f, 0.15f, 0.55f, 0.45f, 0.55f);
        await DrawAsync(stage.Bob, "#2471a3", 0.6f, 0.2f, 0.9f, 0.2f, 0.9f, 0.8f, 0.6f, 0.8f, 0.6f, 0.2f);
        await HasInkAsync(stage.Bob, 0.3, 0.55);
        await HasInkAsync(stage.Ada, 0.9, 0.5);
        await Pictures.TakeAsync(stage.Ada, "gallery-whiteboard");

        IPage late = await stage.OpenAsync();
        await HasInkAsync(late, 0.3, 0.55);
        await HasInkAsync(late, 0.9, 0.5);
        await late.ClickAsync("#clear");
        await stage.Ada.WaitForFunctionAsync(
            "() => document.querySelector('#paper').getContext('2d').getImageData(0, 0, 1600, 900).data.every(part => part === 0)");
    }

    [Fact]
    public async Task Two_who_write_at_once_have_the_same_text_in_the_end_and_nothing_typed_is_lost()
    {
        await using GalleryStage stage = await GalleryStage.OpenAsync(chromium, "text.html");
        await stage.Ada.FillAsync("#text", "Shopping list\n\n- milk\n- bread\n");
        await ReadsAsync(stage.Bob, "- bread");
        string[] ours = ["- 苹果", "- tea"];
        await Task.WhenAll(
            WriteAsync(stage.Ada, "start", ours[0] + " from Ada, who writes at the top 😀\n"),
            WriteAsync(stage.Bob, "end", ours[1] + " from Bob, who writes at the bottom\n"));
        await ReadsAsync(stage.Ada, "at the bottom");
        await ReadsAsync(stage.Bob, "at the top 😀");
        string text = "- 苹果 from Ada, who writes at the top 😀\nShopping list\n\n- milk\n- bread\n- tea from Bob, who writes at the bottom\n";
        foreach (IPage page in new[] { stage.Ada, stage.Bob, await stage.OpenAsync() })
        {
            await page.WaitForFunctionAsync("text => document.querySelector('#text').value === text", text);
        }

        await Pictures.TakeAsync(stage.Ada, "gallery-text");
    }

    [Fact]
    public async Task A_vote_moves_the_bars_of_the_other()
    {
        await using GalleryStage stage = await GalleryStage.OpenAsync(chromium, "vote.html");
        await stage.Ada.ClickAsync("#choices button:nth-child(4)");
        await stage.Bob.ClickAsync("#choices button:nth-child(1)");
        IPage third = await stage.OpenAsync();
        await third.ClickAsync("#choices button:nth-child(1)");
        await HasVotesAsync(stage.Ada, 2, 0, 0, 1);
        await stage.Ada.ClickAsync("#choices button:nth-child(2)");
        foreach (IPage page in new[] { stage.Ada, stage.Bob, third })
        {
            await HasVotesAsync(page, 2, 1, 0, 0);
            Assert.Equal("3", await page.TextContentAsync("#count"));
            Assert.Equal(
                ["2,1,0,0", "2,1,0,0"],
                await page.EvaluateAsync<string[]>("['#bars', '#pie'].map(id => Chart.getChart(document.querySelector(id)).data.datasets[0].data.join())"));
        }

        await stage.Ada.EvaluateAsync("Object.values(Chart.instances).forEach(chart => { chart.stop(); chart.update('none'); })");
        await Pictures.TakeAsync(stage.Ada, "gallery-vote");
    }

    [Fact]
    public async Task The_star_gives_one_point_and_a_player_goes_with_their_window()
    {
        await using GalleryStage stage = await GalleryStage.OpenAsync(chromium, "game.html");
        await stage.Ada.Locator(".player").Nth(1).WaitForAsync();
        await stage.Bob.Locator(".player").Nth(1).WaitForAsync();
        while (await stage.Ada.TextContentAsync("#points") == "0")
        {
            await StepToStarAsync(stage.Ada);
        }

        await stage.Bob.Locator(".player:not(.me)", new PageLocatorOptions { HasTextString = "1" }).WaitForAsync();
        Assert.Equal("0", await stage.Bob.TextContentAsync("#points"));
        Assert.Equal(await PlaceAsync(stage.Ada, ".player.me"), await PlaceAsync(stage.Bob, ".player:not(.me)"));
        await Pictures.TakeAsync(stage.Ada, "gallery-game");
        await stage.Bob.CloseAsync();
        await stage.Ada.Locator(".player:not(.me)").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task The_monitor_shows_the_windows_that_look_at_it()
    {
        await using GalleryStage stage = await GalleryStage.OpenAsync(chromium, "monitor.html");
        await stage.Ada.Locator("#connections", new PageLocatorOptions { HasTextString = "2" }).WaitForAsync();
        await stage.OpenAsync();
        await stage.Ada.Locator("#connections", new PageLocatorOptions { HasTextString = "3" }).WaitForAsync();
        await stage.Bob.WaitForFunctionAsync("() => Chart.getChart(document.querySelector('#messages-chart')).data.datasets[1].data.length >= 5");
        Assert.True(await stage.Bob.EvaluateAsync<bool>("Chart.getChart(document.querySelector('#messages-chart')).data.datasets[1].data.some(rate => rate > 0)"));
        Assert.True(await stage.Bob.EvaluateAsync<bool>("+document.querySelector('#memory').textContent > 10"));
        await Pictures.TakeAsync(stage.Bob, "gallery-monitor");
    }

    private static async Task DrawAsync(IPage page, string colour, params float[] places)
    {
        await page.BringToFrontAsync();
        await page.EvaluateAsync("colour => { document.querySelector('#colour').value = colour; }", colour);
        LocatorBoundingBoxResult paper = (await page.Locator("#paper").BoundingBoxAsync())!;
        for (int i = 0; i < places.Length; i += 2)
        {
            await page.Mouse.MoveAsync(paper.X + (places[i] * paper.Width), paper.Y + (places[i + 1] * paper.Height), new MouseMoveOptions { Steps = 10 });
            if (i == 0)
            {
                await page.Mouse.DownAsync();
            }
        }

        await page.Mouse.UpAsync();
    }

    private static Task HasInkAsync(IPage page, double x, double y) => Pages.UntilAsync(
        page,
        """
        ([x, y]) => {
          const paper = document.querySelector('#paper');
          return paper.getContext('2d').getImageData(x * paper.width - 5, y * paper.height - 5, 10, 10).data.some(part => part > 0);
        }
        """,
        new[] { x, y });

    private static async Task WriteAsync(IPage page, string place, string text)
    {
        await page.EvaluateAsync(
            "place => { const area = document.querySelector('#text'); area.focus(); const at = place === 'start' ? 0 : area.value.length; area.setSelectionRange(at, at); }", place);
        foreach (System.Text.Rune letter in text.EnumerateRunes())
        {
            await page.EvaluateAsync(
                """
                letter => {
                  const area = document.querySelector('#text');
                  area.setRangeText(letter, area.selectionStart, area.selectionEnd, 'end');
                  area.dispatchEvent(new Event('input'));
                }
                """,
                letter.ToString());
        }
    }

    private static Task ReadsAsync(IPage page, string text) =>
        Pages.UntilAsync(page, "text => document.querySelector('#text').value.includes(text)", text);

    private static Task HasVotesAsync(IPage page, params int[] votes) => Pages.UntilAsync(
        page, "votes => [...document.querySelectorAll('#choices button')].map(button => +button.dataset.votes).join() === votes.join()", votes);

    private static async Task StepToStarAsync(IPage page)
    {
        (int x, int y) = await PlaceAsync(page, ".player.me");
        (int starX, int starY) = await PlaceAsync(page, "#star");
        string key = Math.Sign(starX - x) switch
        {
            1 => "ArrowRight",
            -1 => "ArrowLeft",
            _ => starY > y || y == 0 ? "ArrowDown" : "ArrowUp",
        };
        await page.Keyboard.PressAsync(key);

        // The board's answer moves the player.
        await page.WaitForFunctionAsync(
            "([x, y]) => { const { dataset } = document.querySelector('.player.me'); return +dataset.x !== x || +dataset.y !== y; }",
            new[] { x, y });
    }

    private static async Task<(int X, int Y)> PlaceAsync(IPage page, string selector)
    {
        int[] place = await page.EvaluateAsync<int[]>(
            "selector => { const { dataset } = document.querySelector(selector); return [+dataset.x, +dataset.y]; }", selector);
        return (place[0], place[1]);
    }
}

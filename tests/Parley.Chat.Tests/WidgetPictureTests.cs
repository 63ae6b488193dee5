using System.Buffers.Binary;
using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Chat.Tests;

/// <summary>Takes the pictures of the widget and of the administrators' page that the documentation shows.</summary>
[Collection<InOneShop>]
public sealed class WidgetPictureTests(WidgetFixture fixture) : IAsyncDisposable
{
    // Larger ones would be slow to read over a thin line.
    private const int MaxBytes = 200_000;

    // The pictures in the repository are renewed only when asked for, so that a test run leaves no change behind.
    private static readonly bool _renews = Environment.GetEnvironmentVariable("PARLEY_UPDATE_PICTURES") == "1";

    public ValueTask DisposeAsync() => fixture.CloseAsync();

    [Fact]
    public async Task The_widget_and_the_administrators_page_have_their_pictures_taken()
    {
        WidgetFriend ada = await WidgetFriend.ComeAsync(fixture, "Ada", "teahouse");
        WidgetVisitor mei = await fixture.VisitAsync("teahouse", "&data-title=The Teahouse");
        await mei.OpenAsync();
        await mei.IntroduceAsync("Mei", "Good morning! Which of your teas would you drink in the evening?");
        await ada.SayAsync("The White Peony: it has the least caffeine.");
        await ada.SayAsync("And it forgives a kettle that is too hot. https://example.com/white-peony");
        await mei.HearsAsync("The White Peony: it has the least caffeine.");
        await mei.SayAsync("那就来一饼白牡丹。One, please!");
        await mei.StoredAsync("那就来一饼白牡丹。One, please!");
        await ada.TypeUntilAsync(mei.Box.GetByText("Ada is typing…"));
        await SaveAsync("widget", mei.Page, 1200, 760);

        WidgetVisitor ming = await fixture.VisitAsync(
            "teahouse", "&lang=zh&data-title=茶馆", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark, Locale = "zh-CN" });
        await ming.OpenAsync();
        await ming.IntroduceAsync("小明", "我也想要一饼，可以寄到挪威吗？");
        await ada.SayAsync("可以，大约两个星期。");
        await ming.HearsAsync("可以，大约两个星期。");
        await SaveAsync("widget-phone", ming.Page, 390, 780);

        WidgetVisitor salesman = await fixture.VisitAsync("teahouse", "&data-name=Salesman");
        await salesman.OpenAsync();
        AdminDesk desk = await AdminDesk.SignInAsync(fixture);
        await desk.Page.Locator("#room").SelectOptionAsync("teahouse");
        await desk.DoAsync(desk.ConnectionsOf("Salesman", "teahouse"), "Mute");
        await Assertions.Expect(desk.Messages).ToHaveCountAsync(6);
        if (_renews)
        {
            await TalkAsync(ada.Page, desk);
        }

        await SaveAsync("admin", desk.Page, 1280, 1400);
    }

    // Something to see in the charts: a second of talk for each point, now more and now less.
    private static async Task TalkAsync(IPage page, AdminDesk desk)
    {
        const int wanted = 110;
        ILocator line = desk.Page.Locator("[data-chart=messagesPerSecond] .line");
        for (int points = 0, last = 0; points < wanted; points = (await line.GetAttributeAsync("points") ?? "").Split(' ').Length)
        {
            if (points > last)
            {
                last = points;
                await page.EvaluateAsync(
                    """
                    async (count) => {
                      const { connect } = await import("/parley.js");
                      const connection = connect("/chat");
                      const room = connection.join("room.garden", { members: "none" });
                      await Promise.all(Array.from({ length: count }, () => room.publish({ text: "Rain again" })));
                      connection.close();
                    }
                    """,
                    4 + (int)(3 * Math.Sin(points / 7.0)) + (points * 7 % 4));
            }
        }
    }

    private static async Task SaveAsync(string name, IPage page, int width, int height)
    {
        await page.SetViewportSizeAsync(width, height);
        byte[] picture = await page.ScreenshotAsync();
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)));
        Assert.InRange(picture.Length, 1, MaxBytes);
        string folder = _renews
            ? Path.Combine(Repository.Root, "docs", "pictures")
            : Path.Combine(Repository.Root, "artifacts", "pictures");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture);
    }
}

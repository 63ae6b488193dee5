using System.Buffers.Binary;
using Microsoft.Playwright;
using Parley.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>Takes the pictures that the documentation shows, of a conversation between real pages.</summary>
public sealed class PictureTests(SharedBrowser browser) : ChatTest(browser)
{
    private const int LargestFile = 200_000;

    // Hills in the evening, drawn and pasted.
    private const string Paste = """
        async () => {
          const canvas = new OffscreenCanvas(640, 320);
          const context = canvas.getContext("2d");
          const fill = (color, draw) => {
            context.fillStyle = color;
            context.beginPath();
            draw();
            context.fill();
          };
          const hill = (color, height, swing, shift) => fill(color, () => {
            context.moveTo(0, 320);
            for (let x = 0; x <= 640; x += 4) {
              context.lineTo(x, height + swing * Math.sin((x + shift) / 95) + (swing / 3) * Math.sin((x + shift) / 31));
            }
            context.lineTo(640, 320);
          });
          ["#f6c28b", "#f7cf9f", "#f8dcb5", "#f9e6c8"].forEach((color, i) => fill(color, () => context.rect(0, i * 55, 640, 320)));
          fill("#fff3d6", () => context.arc(430, 128, 44, 0, 7));
          hill("#c7a58f", 200, 26, 40);
          hill("#7f9a86", 226, 22, 260);
          hill("#4f7d70", 256, 16, 90);
          hill("#2f5f57", 288, 12, 330);
          const data = new DataTransfer();
          data.items.add(new File([await canvas.convertToBlob({ type: "image/png" })], "evening.png", { type: "image/png" }));
          document.getElementById("text").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """;

    private static readonly Scene _english = new(
        "en-GB",
        "Garden,Workshop,Kitchen,Reading group",
        "garden",
        "Workshop",
        ["Ada", "Grace", "小明"],
        [
            (1, "Good morning! Who waters the beans today?"),
            (0, "I will. The tomatoes are nearly ripe, by the way."),
            (2, "早上好！ I can bring the ladder."),
            (2, "The plan for the beds is here: https://example.com/beds"),
            (1, "Lovely. This was yesterday evening."),
            (0, "What a view. See you at noon!\nI bring tea, and the cake from Kitchen."),
        ],
        ["The saw is sharp again.", "Who has the key?"]);

    private static readonly Scene _chinese = new(
        "zh-CN",
        "花园,工坊,厨房,读书会",
        null,
        "工坊",
        ["小明", "李华", "Ada"],
        [
            (1, "早上好！今天谁给豆子浇水？"),
            (0, "我来。对了，番茄快熟了。"),
            (2, "Good morning! 我可以带梯子。"),
            (2, "种植计划在这里：https://example.com/beds"),
            (1, "太好了。这是昨天傍晚拍的。"),
            (0, "真美。中午见！\n我带茶，还有厨房做的蛋糕。"),
        ],
        ["锯子又磨快了。", "钥匙在谁那里？"]);

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Chat.DisposeAsync();
    }

    [Fact]
    public Task In_English() => TakeAllAsync(_english, ("chat-light", ColorScheme.Light, false), ("chat-dark", ColorScheme.Dark, false), ("chat-phone", ColorScheme.Light, true));

    [Fact]
    public Task In_Chinese() => TakeAllAsync(_chinese, ("chat-zh", ColorScheme.Light, false), ("chat-phone-zh", ColorScheme.Light, true));

    private async Task TakeAllAsync(Scene scene, params (string Name, ColorScheme Scheme, bool IsPhone)[] pictures)
    {
        Chat = await RunningChat.StartAsync("--rooms", scene.Rooms);
        Visitor[] people = await PlayAsync(scene);
        foreach ((string name, ColorScheme scheme, bool isPhone) in pictures)
        {
            (int width, int height) = isPhone ? (390, 780) : (1200, 760);
            IPage page = people[0].Page;
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, height);
            await people[2].TypeUntilAsync(page.Locator("#typing"));
            await Expect(people[0].Messages.Last).ToBeInViewportAsync();
            await Expect(page.Locator(".picture img")).ToHaveJSPropertyAsync("naturalWidth", 640);
            byte[] picture = await page.ScreenshotAsync();

            // A PNG's size stands in its first chunk.
            Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)));
            Assert.True(picture.Length < LargestFile, $"{name} has {picture.Length} bytes.");
            await SaveAsync(name, picture);
        }
    }

    private async Task<Visitor[]> PlayAsync(Scene scene)
    {
        string path = scene.Room is null ? "/" : $"/room/{scene.Room}";
        var people = new Visitor[scene.People.Length];
        for (int i = 0; i < people.Length; i++)
        {
            people[i] = await ComeInAsync(scene.People[i], path, new BrowserNewContextOptions { Locale = scene.Locale, TimezoneId = MorningZone() });
        }

        foreach ((int who, string text) in scene.Talk)
        {
            if (text == scene.Talk[4].Text)
            {
                await people[who].Page.EvaluateAsync(Paste);
                await Expect(people[who].Page.Locator("#attachments .chip:not(.uploading)")).ToHaveCountAsync(1);
            }

            await people[who].SayAsync(text);
            await people[0].HearsAsync(text);
        }

        await people[1].Room(scene.Elsewhere).ClickAsync();
        await Expect(people[1].Page.Locator("#room-title")).ToHaveTextAsync(scene.Elsewhere);
        foreach (string text in scene.TalkElsewhere)
        {
            await people[1].SayAsync(text);
            await people[1].IsStoredAsync();
        }

        await Expect(people[0].Room(scene.Elsewhere).Locator(".unread [aria-hidden]")).ToHaveTextAsync($"{scene.TalkElsewhere.Length}");
        return people;
    }

    // Where it is ten in the morning now. The names of these zones count to the west.
    private static string MorningZone()
    {
        int east = 10 - DateTimeOffset.UtcNow.Hour;
        return east > 0 ? $"Etc/GMT-{east}" : $"Etc/GMT+{Math.Min(12, -east)}";
    }

    // The pictures in the repository are renewed only when asked for, so that a test run leaves no change behind.
    private static async Task SaveAsync(string name, byte[] picture)
    {
        bool renews = Environment.GetEnvironmentVariable("PARLEY_UPDATE_PICTURES") == "1";
        string folder = renews
            ? Path.Combine(Repository.Root, "docs", "pictures")
            : Path.Combine(Repository.Root, "artifacts", "pictures");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), picture);
    }

    /// <summary>Who says what where.</summary>
    private sealed record Scene(
        string Locale, string Rooms, string? Room, string Elsewhere, string[] People, (int Who, string Text)[] Talk, string[] TalkElsewhere);
}

using System.Text.Json;
using Microsoft.Playwright;
using Parley.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>The page for those who use a keyboard, a screen reader, or need contrast.</summary>
[Collection<OnOneChat>]
public sealed class AccessTests(SharedBrowser browser, SharedChat chat) : ChatTest(browser, chat)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task The_rules_of_WCAG_AA_hold(ColorScheme scheme, int width)
    {
        string axe = Path.Combine(Parts.RequireNpmModule("axe-core"), "axe.min.js");
        string path = await Chat.MakeRoomAsync($"Hall {scheme} {width}");
        Visitor bob = await ComeInAsync("Bob", path);
        await bob.SayAsync("Hello, see https://example.com");
        Visitor ada = await ComeInAsync("Ada", path, new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = 760 },
        });
        await ada.SayAsync("Mine, see https://example.com");
        await ada.IsStoredAsync();
        await bob.TypeUntilAsync(ada.Page.Locator("#typing"));
        await ada.Page.EvaluateAsync(await File.ReadAllTextAsync(axe));
        await BreaksNoRuleAsync(ada);

        if (width < 600)
        {
            await ada.Page.ClickAsync("#open-side");
            await Expect(ada.Page.Locator("#self")).ToBeVisibleAsync();
        }

        await ada.Page.ClickAsync("#self");
        await Expect(ada.Page.Locator("#settings")).ToBeVisibleAsync();
        await BreaksNoRuleAsync(ada);
        await ada.Page.ClickAsync("#rename");
        await Expect(ada.Page.Locator("#name-dialog")).ToBeVisibleAsync();
        await BreaksNoRuleAsync(ada);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_colour_that_a_name_may_have_can_be_read(ColorScheme scheme)
    {
        Visitor ada = await OpenAsync("/", new BrowserNewContextOptions { ColorScheme = scheme });
        await Expect(ada.Page.Locator("#name-dialog")).ToBeVisibleAsync();
        JsonElement lowest = await ada.Page.EvaluateAsync<JsonElement>("""
            async () => {
              const { avatar, nameOf } = await import("/js/avatar.js");
              const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
              const luminance = (color) => {
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
                  .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const contrast = (a, b) => {
                const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
                return (high + 0.05) / (low + 0.05);
              };
              const bubble = document.createElement("div");
              bubble.className = "bubble";
              document.getElementById("messages").append(bubble);
              let names = 99;
              let faces = 99;
              for (let hue = 0; hue < 360; hue += 15) {
                const who = { name: "Ada", initials: "A", hue };
                const [face, name] = [avatar(who), nameOf(who)];
                bubble.append(face, name);
                names = Math.min(names, contrast(getComputedStyle(name).color, getComputedStyle(bubble).backgroundColor));
                faces = Math.min(faces, contrast(getComputedStyle(face).color, getComputedStyle(face).backgroundColor));
              }
              bubble.remove();
              return { names, faces };
            }
            """);
        Assert.True(lowest.GetProperty("names").GetDouble() >= 4.5, $"{lowest}");
        Assert.True(lowest.GetProperty("faces").GetDouble() >= 4.5, $"{lowest}");
    }

    [Fact]
    public async Task Everything_works_by_keyboard_alone()
    {
        await Chat.MakeRoomAsync("Attic");
        Visitor ada = await OpenAsync("/room/attic");
        IKeyboard keys = ada.Page.Keyboard;
        await Expect(ada.Page.Locator("#name")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await keys.PressAsync("Escape");
        await Expect(ada.Page.Locator("#name-dialog")).ToBeVisibleAsync();
        await ada.Page.Locator("#name").FocusAsync();
        await keys.TypeAsync("Ada");
        await keys.PressAsync("Enter");
        await ada.IsInAsync();
        await Expect(ada.Composer).ToBeFocusedAsync();
        await keys.TypeAsync("by keyboard ");

        // An emoji, chosen by the arrows.
        await keys.PressAsync("Shift+Tab");
        await Expect(ada.Page.Locator("#emoji")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(ada.Page.Locator("#emoji-picker button").First).ToBeFocusedAsync();
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Enter");
        await Expect(ada.Composer).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await ada.HearsAsync("by keyboard 😄");
        await ada.IsStoredAsync();

        // Escape closes what is open, and the focus returns.
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync("Enter");
        await Expect(ada.Page.Locator("#emoji-picker")).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(ada.Page.Locator("#emoji-picker")).ToBeHiddenAsync();
        await Expect(ada.Page.Locator("#emoji")).ToBeFocusedAsync();

        // Alt and the arrows lead from room to room, and the link at the very beginning to the composer.
        string? before = await ada.Page.Locator("#room-title").TextContentAsync();
        await keys.PressAsync("Alt+ArrowDown");
        await Expect(ada.Page.Locator("#room-title")).Not.ToHaveTextAsync(before!);
        await keys.PressAsync("Alt+ArrowUp");
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync(before!);
        await ada.Page.Locator(".skip").FocusAsync();
        await Expect(ada.Page.Locator(".skip")).ToBeInViewportAsync();
        await keys.PressAsync("Enter");
        await Expect(ada.Composer).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Each_message_is_told_once_and_what_one_stands_on_stays()
    {
        string path = await Chat.MakeRoomAsync("Belfry");
        await Chat.MakeRoomAsync("Steeple");
        Visitor ada = await ComeInAsync("Ada", path);
        Visitor bob = await ComeInAsync("Bob", path);
        await bob.SayAsync("https://example.com");
        await ada.HearsAsync("https://example.com");
        await Expect(ada.Page.Locator("#messages")).Not.ToHaveAttributeAsync("aria-busy", "true");
        await ada.Page.EvaluateAsync("""
            () => {
              const list = document.getElementById("messages");
              window.told = [];
              new MutationObserver((records) => records.forEach(({ addedNodes }) => addedNodes.forEach((node) =>
                node.textContent && window.told.push(list.getAttribute("aria-busy") === "true" ? "busy" : node.querySelector?.(".text")?.textContent))))
                .observe(list, { childList: true, subtree: true });
              document.querySelector("#messages a").focus();
              window.link = document.querySelector("#rooms a[href='/room/steeple']");
            }
            """);
        await bob.SayAsync("two");
        await ada.HearsAsync("two");
        await Expect(ada.Page.Locator("#messages a")).ToBeFocusedAsync();
        await bob.Room("Steeple").ClickAsync();
        await bob.SayAsync("elsewhere");
        await Expect(ada.Room("Steeple").Locator(".unread [aria-hidden]")).ToHaveTextAsync("1");
        Assert.True(await ada.Page.EvaluateAsync<bool>("() => window.link.isConnected"), "A click that has begun on a room is lost.");
        await ada.SayAsync("three");
        await ada.IsStoredAsync();
        Assert.Equal(["two", "three"], await ada.Page.EvaluateAsync<string[]>("() => window.told"));
    }

    [Fact]
    public async Task Every_stop_of_the_Tab_key_has_a_name_and_shows_where_it_is()
    {
        Visitor ada = await ComeInAsync("Ada", await Chat.MakeRoomAsync("Tower"));
        await ada.SayAsync("https://example.com");
        await ada.IsStoredAsync();
        var stops = new List<string>();
        int all = await ada.Page.Locator("#rooms a").CountAsync() + 16;
        for (int i = 0; i < all; i++)
        {
            await ada.Page.Keyboard.PressAsync("Tab");
            JsonElement stop = await ada.Page.EvaluateAsync<JsonElement>("""
                () => {
                  const e = document.activeElement;
                  const style = getComputedStyle(e);
                  const parent = e.parentElement ? getComputedStyle(e.parentElement) : style;
                  return { id: e.id || e.className || e.tagName, shown: style.outlineStyle !== "none" || parent.boxShadow !== "none" };
                }
                """);
            string id = stop.GetProperty("id").GetString()!;
            stops.Add(id);
            Assert.True(id == "BODY" || stop.GetProperty("shown").GetBoolean(), $"{id} does not show that it has the focus.");
        }

        Assert.Superset(new HashSet<string>(["room-link", "self", "toggle-people", "scroller", "text", "emoji", "add-picture"]), stops.ToHashSet());
        ILocator log = ada.Page.GetByRole(AriaRole.Log);
        await Expect(log).ToHaveAttributeAsync("aria-live", "polite");
        await Expect(log).ToHaveAccessibleNameAsync("Messages in Tower");
        await Expect(log).ToContainTextAsync("you:");
    }

    [Fact]
    public async Task On_a_phone_rooms_and_people_slide_in_and_Escape_closes_them()
    {
        Visitor ada = await ComeInAsync("Ada", "/room/lobby", new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 390, Height = 780 },
            IsMobile = true,
            HasTouch = true,
            ReducedMotion = ReducedMotion.NoPreference,
        });
        await Expect(ada.Page.Locator("#side")).Not.ToBeVisibleAsync();
        await ada.Page.TapAsync("#open-side");
        await Expect(ada.Page.Locator("#side")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#close-side")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Page.Locator("#side")).Not.ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#open-side")).ToBeFocusedAsync();

        await ada.Page.TapAsync("#open-side");
        await ada.Room("Help").TapAsync();
        await Expect(ada.Page.Locator("#room-title")).ToHaveTextAsync("Help");
        await Expect(ada.Page.Locator("#side")).Not.ToBeVisibleAsync();
        await ada.Page.TapAsync("#toggle-people");
        await Expect(ada.Page.Locator("#people")).ToBeVisibleAsync();
        await Expect(ada.Page.Locator("#close-people")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Tab");
        await Expect(ada.Page.Locator("#main :focus")).ToHaveCountAsync(0);
        await ada.Page.TapAsync("#close-people");
        await Expect(ada.Page.Locator("#people")).Not.ToBeVisibleAsync();

        // The least of phones, with its keyboard open.
        await ada.Page.SetViewportSizeAsync(320, 260);
        await ada.Composer.FillAsync(string.Join('\n', Enumerable.Repeat("line", 20)));
        await Expect(ada.Page.Locator("#send")).ToBeInViewportAsync(new LocatorAssertionsToBeInViewportOptions { Ratio = 1 });
        await ada.Page.TapAsync("#open-side");
        await ada.Page.TapAsync("#self");
        await ada.Page.TapAsync("#rename");
        await Expect(ada.Page.Locator("#name-save")).ToBeVisibleAsync();
    }

    private static async Task BreaksNoRuleAsync(Visitor visitor)
    {
        string[] violations = await visitor.Page.EvaluateAsync<string[]>("""
            async () => {
              const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
              const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
              return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}: ${node.failureSummary}`));
            }
            """);
        Assert.True(violations.Length == 0, string.Join('\n', violations));
    }
}

using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Chat.Tests;

/// <summary>The widget and the administrators' page for those who use a screen reader, or need contrast.</summary>
[Collection<InOneShop>]
public sealed class WidgetAccessTests(WidgetFixture fixture) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => fixture.CloseAsync();

    [Theory]
    [InlineData(ColorScheme.Light, 1200, "")]
    [InlineData(ColorScheme.Dark, 390, "&data-color=%23e0a030")]
    public async Task The_rules_of_WCAG_AA_hold(ColorScheme scheme, int width, string more)
    {
        string axe = await File.ReadAllTextAsync(Path.Combine(Parts.RequireNpmModule("axe-core"), "axe.min.js"));
        var options = new BrowserNewContextOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 }, BypassCSP = true, ReducedMotion = ReducedMotion.Reduce };
        WidgetVisitor mei = await fixture.VisitAsync("attic", $"&data-name=Mei{more}", options);
        WidgetVisitor bob = await fixture.VisitAsync("attic", more, options);
        await bob.OpenAsync();
        await mei.OpenAsync();
        await mei.SayAsync("See https://example.com/");
        await bob.Messages.GetByText("See https://example.com/").First.WaitForAsync();
        await bob.SayAsync("Thank you");
        await Assertions.Expect(bob.Box.Locator("#name")).ToBeFocusedAsync();
        Assert.Equal("", string.Join("\n", await ViolationsAsync(bob.Page, axe, "parley-chat")));
        await bob.IntroduceAsync("Bob", "Thank you: https://example.com/");
        Assert.Equal("", string.Join("\n", await ViolationsAsync(bob.Page, axe, "parley-chat")));
        await bob.Page.Keyboard.PressAsync("Escape");
        await mei.SayAsync("You are welcome");
        await Assertions.Expect(bob.Launcher).ToHaveAccessibleNameAsync("Open chat: 1 unread message");
        Assert.Equal("", string.Join("\n", await ViolationsAsync(bob.Page, axe, "parley-chat")));

        AdminDesk desk = await AdminDesk.SignInAsync(fixture, options);
        await desk.Page.Locator("#room").SelectOptionAsync("attic");
        await desk.Messages.First.WaitForAsync();
        await desk.ConnectionsOf("Bob", "attic").First.WaitForAsync();
        Assert.Equal("", string.Join("\n", await ViolationsAsync(desk.Page, axe, "body")));
        await desk.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "New room" }).ClickAsync();
        await Assertions.Expect(desk.Dialog).ToBeVisibleAsync();
        Assert.Equal("", string.Join("\n", await ViolationsAsync(desk.Page, axe, "dialog")));
    }

    private static async Task<string[]> ViolationsAsync(IPage page, string axe, string part)
    {
        await page.EvaluateAsync(axe);
        return await page.EvaluateAsync<string[]>(
            """
            async (part) => {
              const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
              const { violations } = await window.axe.run({ include: part }, { runOnly: { type: "tag", values: tags } });
              return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`.slice(0, 900));
            }
            """,
            part);
    }
}

using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Chat.Tests;

/// <summary>What came while somebody was away: all of it, or a line that says how much is missing.</summary>
public sealed class GapTests(SharedBrowser browser, SharedChat chat) : ChatTest(browser), IClassFixture<SharedChat>
{
    // Over a connection of its own, as somebody does who writes in another window.
    private const string Publish = """
        async () => {
          const { connect } = await import("/parley.js");
          const connection = connect("/chat");
          const room = connection.join("room.lobby", { members: "none" });
          await Promise.all(Array.from({ length: 60 }, (_, i) => room.publish({ text: `number ${i + 1}` })));
          connection.close();
        }
        """;

    private volatile bool _isCut;
    private IWebSocketRoute? _socket;

    // A server that keeps little.
    public override async ValueTask InitializeAsync() => Chat = await chat.StartedAsync("--history-messages", "20");

    [Fact]
    public async Task What_history_no_longer_has_is_a_line_and_what_it_has_is_caught_up()
    {
        Visitor ada = await OpenAsync("/room/lobby");
        await ada.Page.RouteWebSocketAsync("**/chat", Connect);
        await ada.Page.ReloadAsync();
        await ada.TakeNameAsync("Ada");
        await ada.IsInAsync();
        Visitor bob = await ComeInAsync("Bob", "/room/lobby");
        await bob.SayAsync("first");
        await ada.HearsAsync("first");

        await CutAsync();
        await Expect(ada.Banner).ToBeVisibleAsync();
        await ada.Page.ClickAsync("#connect-now");
        await bob.SayAsync("second");
        await bob.IsStoredAsync();
        await ReturnAsync(ada);
        await ada.HearsAsync("second");
        await Expect(ada.Page.Locator(".line.gap")).ToHaveCountAsync(0);

        await CutAsync();
        await Expect(ada.Banner).ToBeVisibleAsync();
        await bob.Page.EvaluateAsync(Publish);
        await Expect(bob.Page.Locator("#messages [data-state=stored]")).ToHaveCountAsync(62);
        await ReturnAsync(ada);
        await ada.HearsAsync("number 60");
        await Expect(ada.Page.Locator(".line.gap")).ToContainTextAsync("messages are missing here");
        int missing = int.Parse((await ada.Page.Locator(".line.gap").TextContentAsync())!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(62, missing + await ada.Messages.CountAsync());
    }

    [Fact]
    public async Task What_was_deleted_while_somebody_was_away_vanishes_too()
    {
        Visitor ada = await OpenAsync("/room/help");
        await ada.Page.RouteWebSocketAsync("**/chat", Connect);
        await ada.Page.ReloadAsync();
        await ada.TakeNameAsync("Ada");
        await ada.IsInAsync();
        Visitor bob = await ComeInAsync("Bob", "/room/help");
        await bob.SayAsync("stays");
        await bob.SayAsync("goes");
        await ada.HearsAsync("goes");
        int offset = int.Parse((await ada.Messages.Last.GetAttributeAsync("data-offset"))!, System.Globalization.CultureInfo.InvariantCulture);

        await CutAsync();
        await Expect(ada.Banner).ToBeVisibleAsync();
        await Chat.PostAsync("/api/admin/signin", new { secret = RunningChat.AdminSecret });
        await Chat.PostAsync("/api/admin/delete", new { room = "help", offset });
        await ReturnAsync(ada);
        await Expect(ada.Texts).ToHaveTextAsync(["stays"]);
    }

    private void Connect(IWebSocketRoute socket)
    {
        if (_isCut)
        {
            _ = socket.CloseAsync();
        }
        else
        {
            _socket = socket;
            socket.ConnectToServer();
        }
    }

    private async Task CutAsync()
    {
        _isCut = true;
        await _socket!.CloseAsync(new WebSocketRouteCloseOptions { Code = 1001 });
    }

    private async Task ReturnAsync(Visitor visitor)
    {
        _isCut = false;
        await visitor.HurryAsync();
        await visitor.IsConnectedAsync();
    }
}

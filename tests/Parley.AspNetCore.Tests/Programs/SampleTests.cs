using System.Net;
using System.Text.Json;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Programs;

/// <summary>The sample <c>samples/AspNetCoreApp</c>, run as its users run it, with the same tests on each transport.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Transports => ["Kestrel", "Engine"];

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Who_is_not_signed_in_gets_a_401(string transport)
    {
        await using SampleApp app = await SampleApp.StartAsync(transport);
        WebSocketHandshakeException exception =
            await Assert.ThrowsAsync<WebSocketHandshakeException>(() => app.ConnectAsync("/boards/kitchen/", cookie: null));
        Assert.Equal((int)HttpStatusCode.Unauthorized, exception.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_page_of_another_site_can_not_use_its_visitors_cookie(string transport)
    {
        await using SampleApp app = await SampleApp.StartAsync(transport);
        string cookie = await app.SignInAsync("Ada");
        WebSocketHandshakeException exception = await Assert.ThrowsAsync<WebSocketHandshakeException>(
            () => app.ConnectAsync("/boards/kitchen/", cookie, "https://evil.example"));
        Assert.Equal((int)HttpStatusCode.Forbidden, exception.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Notes_reach_the_board_under_the_writers_name_and_are_replayed_to_who_comes_later(string transport)
    {
        await using SampleApp app = await SampleApp.StartAsync(transport);
        string cookie = await app.SignInAsync("Ada");
        await using WebSocketConnection ada = await app.ConnectAsync("/boards/kitchen/", cookie);
        await using WebSocketConnection bob = await app.ConnectAsync("/boards/kitchen/", await app.SignInAsync("Bob"));
        await using WebSocketConnection elsewhere = await app.ConnectAsync("/boards/cellar/", cookie);
        await ada.SendAsync("milk");
        await ReadUntilAsync(bob, "Ada: milk");
        await bob.SendAsync("done");
        await ReadUntilAsync(ada, "Ada: milk", "Bob: done");
        await using WebSocketConnection late = await app.ConnectAsync("/boards/kitchen/", cookie);
        await ReadUntilAsync(late, "Ada: milk", "Bob: done");
        await elsewhere.SendAsync("wine");
        await ReadUntilAsync(elsewhere, "Ada: wine");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_background_service_tells_everybody(string transport)
    {
        await using SampleApp app = await SampleApp.StartAsync(transport);
        string cookie = await app.SignInAsync("Ada");
        await using WebSocketConnection kitchen = await app.ConnectAsync("/boards/kitchen/", cookie);
        await using WebSocketConnection cellar = await app.ConnectAsync("/boards/cellar/", cookie);
        await kitchen.SendAsync("milk");
        await ReadUntilAsync(kitchen, "* 1 notes so far");
        await ReadUntilAsync(cellar, "* 1 notes so far");
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_connections_database_context_still_works_at_its_end(string transport)
    {
        await using SampleApp app = await SampleApp.StartAsync(transport);
        string cookie = await app.SignInAsync("Ada");
        WebSocketConnection ada = await app.ConnectAsync("/boards/kitchen/", cookie);
        await Within.Time(ada.CloseAsync((CloseCode)4001));
        JsonElement visit = await Within.Time(EndedVisitAsync(app, cookie));
        Assert.Equal("Ada", visit.GetProperty("visitor").GetString());
        Assert.Equal(4001, visit.GetProperty("closeCode").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task What_appsettings_says_holds(string transport)
    {
        await using SampleApp app = await SampleApp.StartAsync(transport);
        await using WebSocketConnection ada = await app.ConnectAsync("/boards/kitchen/", await app.SignInAsync("Ada"));
        await ada.SendAsync(new string('a', 4097));
        await Within.Time(ada.Completion);
        Assert.Equal(CloseCode.MessageTooBig, ada.CloseCode);
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task A_signal_closes_every_connection_with_1001_and_ends_the_app(string transport)
    {
        await using SampleApp app = await SampleApp.StartAsync(transport);
        string cookie = await app.SignInAsync("Ada");
        WebSocketConnection[] clients =
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.ConnectAsync("/boards/kitchen/", cookie)));
        Assert.Equal("Healthy", await app.GetAsync("/health", cookie));
        Assert.Equal(0, await app.StopAsync());
        await Within.Time(Task.WhenAll(clients.Select(static client => client.Completion)));
        Assert.All(clients, static client => Assert.Equal(CloseCode.GoingAway, client.CloseCode));
    }

    private static async Task<JsonElement> EndedVisitAsync(SampleApp app, string cookie)
    {
        while (true)
        {
            JsonElement visits = JsonElement.Parse(await app.GetAsync("/visits", cookie));
            JsonElement visit = Assert.Single(visits.EnumerateArray());
            if (visit.GetProperty("closeCode").ValueKind == JsonValueKind.Number)
            {
                return visit;
            }
        }
    }

    // Announcements come in between, and what is told to a newcomer on its way in may come before what is replayed to it.
    private static async Task ReadUntilAsync(WebSocketConnection connection, params string[] expected)
    {
        foreach (string line in expected)
        {
            while ((await Within.Time(connection.ReceiveAsync()))!.Value.GetText() is { } text && text != line)
            {
                Assert.True(text.StartsWith("* ", StringComparison.Ordinal) || text == "Ada: milk" || expected.Contains(text), text);
            }
        }
    }
}

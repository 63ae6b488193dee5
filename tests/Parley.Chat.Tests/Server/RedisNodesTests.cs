using System.Net;
using System.Text.Json;
using Parley.Channels;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>Two servers that share everything through Redis.</summary>
public sealed class RedisNodesTests
{
    [Fact]
    public async Task What_is_said_made_muted_deleted_and_shown_on_one_holds_on_the_other()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using ChatHost first = await ChatHost.StartAsync("--redis", redis.Url, "--requests-at-once", "1000000", "--requests-per-second", "1000000");
        await using ChatHost second = await ChatHost.StartAsync("--redis", redis.Url, "--requests-at-once", "1000000", "--requests-per-second", "1000000");
        await using Browser ada = await first.OpenAsync("Ada");
        await using Browser admin = await first.OpenAdminAsync();
        await using Browser there = Twin(ada, second);
        Assert.Equal(ada.User, (await there.GetAsync("/api/me")).GetProperty("user").GetString());

        await ada.PostAsync("/api/rooms", """{"title":"Garden"}""", 201);
        Assert.Contains("garden", (await there.GetAsync("/api/rooms")).GetRawText(), StringComparison.Ordinal);
        Seat here = await ada.JoinAsync("garden");
        Seat elsewhere = await there.JoinAsync("garden");
        string url = (await ada.PostAsync("/api/pictures", TestPictures.Png(), "image/png")).GetProperty("url").GetString()!;
        await there.GetAsync(url);
        await here.PublishAsync($$"""{"text":"Look","pictures":[{"url":"{{url}}","width":3,"height":2}]}""");
        Assert.Equal("Look", await elsewhere.HearAsync());

        await admin.PostAsync("/api/admin/delete", """{"room":"garden","offset":1}""", 204);
        Assert.Equal(1, (await elsewhere.NextAsync<SessionDeleted>()).Offset);
        await there.GetAsync(url, 404);

        await admin.PostAsync("/api/admin/mute", $$"""{"user":"{{ada.User}}","minutes":5}""");
        await Within.Until(async () => await IsRefusedAsync(elsewhere));
        await admin.PostAsync("/api/admin/unmute", $$"""{"user":"{{ada.User}}"}""", 204);
        await Within.Until(async () => !await IsRefusedAsync(elsewhere));
    }

    [Fact]
    public async Task A_room_deleted_on_one_is_gone_on_the_other_and_can_be_made_anew_there()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using ChatHost first = await ChatHost.StartAsync("--redis", redis.Url);
        await using ChatHost second = await ChatHost.StartAsync("--redis", redis.Url);
        await using Browser admin = await first.OpenAdminAsync();
        await using Browser ada = await second.OpenAsync("Ada");
        await ada.PostAsync("/api/rooms", """{"title":"Garden"}""", 201);
        SessionClient client = ada.Connect();
        var directory = new Seat(client, RoomNames.Directory, await Within.Time(client.JoinAsync(RoomNames.Directory)));
        Seat seat = await ada.JoinAsync("garden");
        await seat.SayAsync("Old");

        await admin.PostAsync("/api/admin/rooms/delete", """{"id":"garden"}""", 204);
        Assert.DoesNotContain("garden", (await directory.NextAsync<SessionPublication>()).GetText(), StringComparison.Ordinal);
        await Within.Until(async () => !(await ada.GetAsync("/api/rooms")).GetRawText().Contains("garden", StringComparison.Ordinal));
        await Within.Until(async () => await IsRefusedAsync(seat));

        await ada.PostAsync("/api/rooms", """{"title":"Garden"}""", 201);
        Seat again = await ada.JoinAsync("garden", SessionJoinOptions.FromOldest);
        await again.SayAsync("New");
        Assert.Equal("New", await again.HearAsync());
        SessionHistoryPage page = await Within.Time(client.ReadHistoryAsync(RoomNames.GroupOf("garden"), HistoryQuery.Newest()));
        Assert.Equal("New", JsonSerializer.Deserialize<JsonElement>(page.Messages.Single().Data.Span).GetProperty("text").GetString());
        Assert.Equal(1, page.From);

        // Deleted again, and left to the servers.
        await admin.PostAsync("/api/admin/rooms/delete", """{"id":"garden"}""", 204);
        await Within.Until(() => first.Get<ChatDirectory>().Current is { Deleted.Count: 0 } state && state.Find("garden") is null);
        using HistoryPage left = await first.Get<IChannelLayer>().ReadHistoryAsync(RoomNames.GroupOf("garden"), HistoryQuery.Newest());
        Assert.Empty(left.Entries);
    }

    [Fact]
    public async Task A_connection_of_another_server_is_closed_and_an_administrator_is_one_everywhere()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using ChatHost first = await ChatHost.StartAsync("--redis", redis.Url, "--requests-at-once", "1000000", "--requests-per-second", "1000000");
        await using ChatHost second = await ChatHost.StartAsync("--redis", redis.Url, "--requests-at-once", "1000000", "--requests-per-second", "1000000");
        await using Browser admin = await first.OpenAdminAsync();
        await using Browser adminThere = Twin(admin, second);
        await using Browser ada = await second.OpenAsync("Ada");
        var closed = new TaskCompletionSource<string>();
        SessionClient client = ada.Connect(onStateChanged: change =>
        {
            if (change.CloseCode is not null)
            {
                closed.TrySetResult(change.Reason);
            }
        });
        await Within.Time(client.JoinAsync(RoomNames.GroupOf("lobby")));
        JsonElement line = (await adminThere.GetAsync("/api/admin/connections")).GetProperty("connections")[0];
        Assert.Equal(1, (await admin.GetAsync("/api/admin/overview")).GetProperty("rooms")[0].GetProperty("members").GetInt32());
        await admin.PostAsync("/api/admin/close", $$"""{"id":"{{line.GetProperty("id").GetString()}}"}""", 204);
        Assert.Equal("closed by an administrator", await Within.Time(closed.Task));
    }

    [Fact]
    public async Task Without_Redis_the_chat_says_that_it_is_degraded_and_what_can_t_be_kept()
    {
        await using RedisServerProcess redis = await RedisServerProcess.StartAsync();
        await using ChatHost chat = await ChatHost.StartAsync("--redis", redis.Url, "--requests-at-once", "1000000", "--requests-per-second", "1000000");
        await using Browser ada = await chat.OpenAsync("Ada");
        Assert.Equal("healthy\n", await TextAsync(ada));
        await redis.KillAsync();
        await Within.Until(async () => await TextAsync(ada) == "degraded\n");
        Assert.Contains("lobby", (await ada.GetAsync("/api/rooms")).GetRawText(), StringComparison.Ordinal);
        await ada.PostAsync("/api/rooms", """{"title":"Garden"}""", 503);
        await redis.StartAgainAsync();
        await Within.Until(async () => await TextAsync(ada) == "healthy\n");
    }

    [Fact]
    public async Task A_chat_whose_Redis_is_not_there_does_not_start()
    {
        StorageException refusal = await Assert.ThrowsAsync<StorageException>(
            () => ChatServer.CreateAsync(["--redis", $"redis://127.0.0.1:{RedisServerProcess.FreePort()}"]));
        Assert.Contains("127.0.0.1", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(Browser browser)
    {
        await browser.GetAsync("/health");
        return await browser.Last!.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<bool> IsRefusedAsync(Seat seat)
    {
        try
        {
            await seat.SayAsync("Hello");
            return false;
        }
        catch (SessionException exception) when (exception.Code is "muted" or "no_room")
        {
            return true;
        }
    }

    // The same cookies at another server.
    private static Browser Twin(Browser browser, ChatHost host)
    {
        Browser twin = host.Open();
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
        {
            twin.Cookies.Add(host.Address, new Cookie(cookie.Name, cookie.Value));
        }

        return twin;
    }
}

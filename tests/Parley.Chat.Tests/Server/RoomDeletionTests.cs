using System.Text.Json;
using Parley.Channels;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>Rooms that administrators delete.</summary>
public sealed class RoomDeletionTests
{
    private const string Garden = """{"id":"garden"}""";
    private const string GardenTitle = """{"title":"Garden"}""";

    private static readonly GroupName _garden = RoomNames.GroupOf("garden");

    [Fact]
    public async Task A_deleted_room_is_gone_for_all_and_what_was_said_there_too()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser admin = await chat.OpenAdminAsync();
        await ada.PostAsync("/api/rooms", GardenTitle, 201);
        var closed = new TaskCompletionSource<CloseCode>();
        SessionClient client = ada.Connect(onStateChanged: change => SetIfClosed(closed, change));
        var directory = new Seat(client, RoomNames.Directory, await Within.Time(client.JoinAsync(RoomNames.Directory)));
        var seat = new Seat(client, _garden, await Within.Time(client.JoinAsync(_garden)));
        string url = (await ada.PostAsync("/api/pictures", TestPictures.Png(), "image/png")).GetProperty("url").GetString()!;
        await seat.PublishAsync($$"""{"text":"Roses","pictures":[{"url":"{{url}}","width":3,"height":2}]}""");
        for (int i = 0; i < 5; i++)
        {
            await seat.SayAsync($"Tulips {i}");
        }

        await admin.PostAsync("/api/admin/rooms/delete", Garden, 204);
        Assert.DoesNotContain("garden", (await directory.NextAsync<SessionPublication>()).GetText(), StringComparison.Ordinal);
        Assert.DoesNotContain("garden", (await ada.GetAsync("/api/rooms")).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("garden", (await admin.GetAsync("/api/admin/overview")).GetRawText(), StringComparison.Ordinal);
        await ada.GetAsync("/api/widget?room=garden", 404);
        Assert.Equal("There is no room garden, or not for you.", await seat.RefusalOfAsync("""{"text":"Hello"}""", "no_room"));
        await using Browser bob = await chat.OpenAsync("Bob");
        SessionException refusal = await Assert.ThrowsAsync<SessionException>(() => bob.JoinAsync("garden"));
        Assert.Equal("no_room", refusal.Code);

        // Whoever does not leave is shown out, and then everything is erased.
        Assert.Equal(DirectoryWatch.RoomClosed, await Within.Time(closed.Task));
        await Within.Until(async () => await IsEmptyAsync(chat, "garden"));
        await ada.GetAsync(url, 404);
        await Within.Until(() => chat.Get<ChatDirectory>().Current.Deleted.Count == 0);
    }

    [Fact]
    public async Task Another_room_of_the_same_title_begins_with_nothing_of_the_old_one()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--rooms-per-person", "1");
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser admin = await chat.OpenAdminAsync();
        await ada.PostAsync("/api/rooms", GardenTitle, 201);
        await admin.PostAsync("/api/admin/rooms", """{"id":"garden","rule":"read-only"}""");
        await (await admin.JoinAsync("garden")).SayAsync("Old");
        await admin.PostAsync("/api/admin/rooms/delete", Garden, 204);

        // What the old one counted, and its rule, are forgotten as well.
        await ada.PostAsync("/api/rooms", GardenTitle, 201);
        Seat seat = await ada.JoinAsync("garden", SessionJoinOptions.FromOldest);
        await seat.SayAsync("New");
        Assert.Equal("New", await seat.HearAsync());
        SessionHistoryPage page = await Within.Time(seat.Client.ReadHistoryAsync(_garden, HistoryQuery.Newest()));
        Assert.Single(page.Messages);
        Assert.False(page.HasMore);
        Assert.Equal(1, page.From);

        // An administrator makes one in another way.
        await admin.PostAsync("/api/admin/rooms/delete", Garden, 204);
        await admin.PostAsync("/api/admin/rooms", """{"id":"garden","title":"Rose garden"}""");
        Assert.True(await IsEmptyAsync(chat, "garden"));
    }

    [Fact]
    public async Task Whoever_was_in_a_room_is_not_in_the_next_one_of_its_title_unless_invited()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser admin = await chat.OpenAdminAsync();
        await ada.PostAsync("/api/rooms", GardenTitle, 201);
        var closed = new TaskCompletionSource<CloseCode>();
        await Within.Time(ada.Connect(onStateChanged: change => SetIfClosed(closed, change)).JoinAsync(_garden));
        await admin.PostAsync("/api/admin/rooms/delete", Garden, 204);
        await admin.PostAsync("/api/admin/rooms", """{"id":"garden","rule":"invited","invited":["ada"]}""");
        Assert.Equal(DirectoryWatch.RoomClosed, await Within.Time(closed.Task));
        await Within.Until(() => chat.Get<SessionServer>().Groups.MemberCount(_garden) == 0);
    }

    [Fact]
    public async Task The_first_room_stays_and_what_is_not_there_is_not_deleted()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--rooms", "Tea,Lobby");
        await using Browser admin = await chat.OpenAdminAsync();
        JsonElement refusal = await admin.PostAsync("/api/admin/rooms/delete", """{"id":"tea"}""", 409);
        Assert.Equal("first_room", refusal.GetProperty("error").GetString());
        Assert.True((await admin.GetAsync("/api/admin/overview")).GetProperty("rooms")[0].GetProperty("isFirst").GetBoolean());
        await admin.PostAsync("/api/admin/rooms/delete", """{"id":"attic"}""", 404);
        await admin.PostAsync("/api/admin/rooms/delete", "{}", 404);
        await admin.PostAsync("/api/admin/rooms/delete", "garden", 400);
        await admin.PostAsync("/api/admin/rooms/delete", """{"id":"lobby"}""", 204);
        await admin.PostAsync("/api/admin/rooms/delete", """{"id":"lobby"}""", 404);
    }

    [Fact]
    public async Task A_restart_brings_no_room_back_and_erases_what_was_left()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser admin = await chat.OpenAdminAsync();
        await (await ada.JoinAsync("help")).SayAsync("Help!");
        await admin.PostAsync("/api/admin/rooms/delete", """{"id":"help"}""", 204);
        await chat.StopAsync();
        await chat.StartAgainAsync();
        Assert.Equal("lobby,random", await IdsAsync(ada));
        await Within.Until(async () => await IsEmptyAsync(chat, "help"));
        await Within.Until(() => chat.Get<ChatDirectory>().Current.FindDeleted("help") is { IsErased: true });
        await chat.StopAsync();
        await chat.StartAgainAsync();
        Assert.Equal("lobby,random", await IdsAsync(ada));
        await ada.PostAsync("/api/rooms", """{"title":"Help"}""", 201);
        await chat.StopAsync();
        await chat.StartAgainAsync();
        Assert.Equal("lobby,random,help", await IdsAsync(ada));
    }

    private static void SetIfClosed(TaskCompletionSource<CloseCode> closed, SessionClientStateChange change)
    {
        if (change.CloseCode is { } code)
        {
            closed.TrySetResult(code);
        }
    }

    private static async Task<bool> IsEmptyAsync(ChatHost chat, string room)
    {
        using HistoryPage page = await chat.Get<IChannelLayer>().ReadHistoryAsync(RoomNames.GroupOf(room), HistoryQuery.Newest());
        return page.Entries.Count == 0;
    }

    private static async Task<string> IdsAsync(Browser browser) => string.Join(
        ',', (await browser.GetAsync("/api/rooms")).GetProperty("rooms").EnumerateArray().Select(static room => room.GetProperty("id").GetString()));
}

using System.Text.Json;
using Parley.Channels;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>Rooms: who sees them, who makes them, and how everybody hears of it.</summary>
public sealed class RoomTests
{
    [Fact]
    public async Task There_are_rooms_from_the_start_and_those_that_the_operator_names()
    {
        await using ChatHost plain = await ChatHost.StartAsync();
        await using Browser ada = plain.Open();
        Assert.Equal(["lobby", "help", "random"], await IdsAsync(ada));

        await using ChatHost named = await ChatHost.StartAsync("--rooms", "Tea, 大厅", "--rooms", "Ping-pong");
        await using Browser bob = named.Open();
        Assert.Equal(["tea", "room-ea6dca", "ping-pong"], await IdsAsync(bob));
    }

    [Theory]
    [InlineData("Garden party", "garden-party")]
    [InlineData("  A--B  c ", "a-b-c")]
    [InlineData("大厅", "room-ea6dca")]
    [InlineData("Café", "caf-72f0ff")]
    [InlineData("2026", "2026")]
    public async Task A_room_s_address_is_made_of_its_title_and_there_is_one_of_each(string title, string id)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        string request = JsonSerializer.Serialize(new { title });
        JsonElement room = await ada.PostAsync("/api/rooms", request, 201);
        Assert.StartsWith(id.Split('-')[0], room.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(RoomNames.IdFor(title.Trim()), room.GetProperty("id").GetString());
        Assert.True(RoomNames.IsId(room.GetProperty("id").GetString()));
        Assert.Equal(title.Trim(), room.GetProperty("title").GetString());
        Assert.Equal("open", room.GetProperty("rule").GetString());
        Assert.True(room.GetProperty("mayPublish").GetBoolean());
        Assert.Equal("exists", (await ada.PostAsync("/api/rooms", request, 409)).GetProperty("error").GetString());
        Assert.Contains(room.GetProperty("id").GetString()!, await IdsAsync(ada));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0000b")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_title_that_will_not_do_is_refused(string title)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        Assert.Equal("bad_title", (await ada.PostAsync("/api/rooms", JsonSerializer.Serialize(new { title }), 400)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Who_may_make_rooms_is_the_operator_s_to_say()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--room-creation", "administrators", "--max-rooms", "4");
        await using Browser ada = await chat.OpenAsync("Ada");
        Assert.False((await ada.GetAsync("/api/me")).GetProperty("mayCreateRooms").GetBoolean());
        await ada.PostAsync("/api/rooms", """{"title":"Garden"}""", 403);
        await using Browser nobody = chat.Open();
        await nobody.PostAsync("/api/rooms", """{"title":"Garden"}""", 401);
        await using Browser admin = await chat.OpenAdminAsync();
        await admin.PostAsync("/api/rooms", """{"title":"Garden"}""", 201);
        Assert.Equal("too_many_rooms", (await admin.PostAsync("/api/rooms", """{"title":"Attic"}""", 409)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Everybody_hears_of_a_new_room_and_of_none_that_is_for_those_who_are_invited()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser admin = await chat.OpenAdminAsync();
        SessionClient client = ada.Connect();
        var directory = new Seat(client, RoomNames.Directory, await Within.Time(client.JoinAsync(RoomNames.Directory)));

        await ada.PostAsync("/api/rooms", """{"title":"Garden"}""", 201);
        SessionPublication told = await directory.NextAsync<SessionPublication>();
        Assert.Null(told.User);
        Assert.EndsWith("""{"id":"garden","title":"Garden","rule":"open"}]}""", told.GetText(), StringComparison.Ordinal);

        await admin.PostAsync("/api/admin/rooms", """{"title":"Staff","rule":"invited"}""");
        Assert.DoesNotContain("taff", (await directory.NextAsync<SessionPublication>()).GetText(), StringComparison.Ordinal);
        Assert.Contains("Only the server", await directory.RefusalOfAsync("""{"rooms":[]}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invited_room_is_there_for_its_guests_alone_and_those_who_are_not_any_more_are_shown_out()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser bob = await chat.OpenAsync("Bob");
        await using Browser admin = await chat.OpenAdminAsync();
        string adasTag = string.Join(':', ada.User.Split(':')[..2]);
        await ada.PostAsync("/api/rooms", """{"title":"Den"}""", 201);
        Seat bobs = await bob.JoinAsync("den");
        Seat adas = await ada.JoinAsync("den");

        await admin.PostAsync("/api/admin/rooms", $$"""{"id":"den","rule":"invited","invited":["{{adasTag}}","Bob"]}""");
        await Within.Until(async () => chat.Get<SessionServer>().Groups.MemberCount(RoomNames.GroupOf("den")) == 1 && await Task.FromResult(true));
        Assert.DoesNotContain("den", await IdsAsync(bob));
        Assert.Contains("den", await IdsAsync(ada));
        Assert.Contains("den", await IdsAsync(admin));
        await adas.SayAsync("Only us");
        Assert.Equal("Only us", await adas.HearAsync());
        SessionException refusal = await Assert.ThrowsAsync<SessionException>(
            () => Within.Time(bobs.Client.ReadHistoryAsync(RoomNames.GroupOf("den"), HistoryQuery.Newest())));
        Assert.Equal("no_room", refusal.Code);
    }

    [Fact]
    public async Task A_read_only_room_is_written_by_administrators_alone()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser admin = await chat.OpenAdminAsync();
        await admin.PostAsync("/api/admin/rooms", """{"id":"news","title":"News","rule":"read-only"}""");
        Seat adas = await ada.JoinAsync("news");
        Assert.Equal("News is read-only.", await adas.RefusalOfAsync("""{"text":"Hello"}""", "read_only"));
        Seat admins = await admin.JoinAsync("news");
        await admins.SayAsync("Welcome");
        Assert.Equal("Welcome", await adas.HearAsync());
        JsonElement rooms = (await ada.GetAsync("/api/rooms")).GetProperty("rooms");
        JsonElement news = rooms.EnumerateArray().Single(static room => room.GetProperty("id").GetString() == "news");
        Assert.Equal("read-only", news.GetProperty("rule").GetString());
        Assert.False(news.GetProperty("mayPublish").GetBoolean());
    }

    private static async Task<string[]> IdsAsync(Browser browser) =>
        [.. (await browser.GetAsync("/api/rooms")).GetProperty("rooms").EnumerateArray().Select(static room => room.GetProperty("id").GetString()!)];
}

using System.Text.Json;
using Parley.Channels;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>What administrators see and do, and that nobody else does.</summary>
public sealed class AdministrationTests
{
    [Fact]
    public async Task Nobody_else_is_let_in()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        foreach (string path in new[] { "overview", "connections", "mutes", "live" })
        {
            await ada.GetAsync("/api/admin/" + path, 403);
            await ada.GetAsync("/API/Admin/" + path, 403);
        }

        foreach (string path in new[] { "mute", "unmute", "close", "delete", "rooms", "rooms/delete" })
        {
            await ada.PostAsync("/api/admin/" + path, "{}", 403);
        }

        Assert.Equal("bad_secret", (await ada.PostAsync("/api/admin/signin", """{"secret":"guess"}""", 401)).GetProperty("error").GetString());
        await ada.PostAsync("/api/admin/signin", "{}", 401);
        await ada.GetAsync("/api/admin/overview", 403);
        await ada.PostAsync("/api/admin/signin", $$"""{"secret":"{{ChatHost.AdminSecret}}"}""", 204);
        Assert.Matches("(?i)samesite=strict", ada.Field("Set-Cookie"));
        await ada.GetAsync("/api/admin/overview");
        await ada.PostAsync("/api/signout", "");
        await ada.GetAsync("/api/admin/overview", 403);
    }

    [Fact]
    public async Task The_overview_says_how_the_chat_is_doing()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser admin = await chat.OpenAdminAsync();
        Seat seat = await ada.JoinAsync("lobby");
        await seat.SayAsync("Hello");
        JsonElement overview = await admin.GetAsync("/api/admin/overview");
        Assert.Equal(1, overview.GetProperty("connections").GetInt32());
        Assert.Equal(1, overview.GetProperty("sessions").GetInt32());
        Assert.True(overview.GetProperty("memory").GetInt64() > 1_000_000);
        Assert.InRange(overview.GetProperty("cpu").GetDouble(), 0, 64);
        Assert.True(overview.GetProperty("uptime").GetInt64() >= 0);
        Assert.NotEqual("", overview.GetProperty("node").GetString());
        Assert.True(overview.GetProperty("messagesPerSecond").GetDouble() >= 0);
        Assert.True(overview.GetProperty("deliveriesPerSecond").GetDouble() >= 0);
        JsonElement lobby = overview.GetProperty("rooms")[0];
        Assert.Equal("lobby", lobby.GetProperty("id").GetString());
        Assert.Equal(1, lobby.GetProperty("members").GetInt32());
        Assert.Equal(1, lobby.GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task The_live_view_goes_on_telling()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser admin = await chat.OpenAdminAsync();
        using var handler = new SocketsHttpHandler { CookieContainer = admin.Cookies };
        using var http = new HttpClient(handler);
        await using Stream stream = await Within.Time(http.GetStreamAsync(new Uri(chat.Address, "/api/admin/live")));
        using var reader = new StreamReader(stream);
        for (int i = 0; i < 2; i++)
        {
            string? line = await Within.Time(reader.ReadLineAsync(TestContext.Current.CancellationToken));
            Assert.StartsWith("data: {\"connections\":", line, StringComparison.Ordinal);
            Assert.Equal("", await Within.Time(reader.ReadLineAsync(TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public async Task A_connection_is_seen_and_closed()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser admin = await chat.OpenAdminAsync();
        var closed = new TaskCompletionSource<SessionClientStateChange>();
        SessionClient client = ada.Connect(onStateChanged: change =>
        {
            if (change.CloseCode is not null)
            {
                closed.TrySetResult(change);
            }
        });
        await Within.Time(client.JoinAsync(RoomNames.GroupOf("lobby")));
        await Within.Time(client.JoinAsync(RoomNames.GroupOf("help")));
        await Within.Time(client.PublishAsync(RoomNames.GroupOf("help"), """{"text":"Hello"}"""u8.ToArray()));
        JsonElement line = (await admin.GetAsync("/api/admin/connections")).GetProperty("connections").EnumerateArray().Single();
        Assert.Equal(ada.User, line.GetProperty("user").GetString());
        Assert.Equal("127.0.0.1", line.GetProperty("address").GetString());
        Assert.Equal("""["help","lobby"]""", line.GetProperty("rooms").GetRawText());
        Assert.Equal(0, line.GetProperty("queue").GetInt64());
        Assert.Equal(1, line.GetProperty("messages").GetInt64());
        Assert.InRange(line.GetProperty("since").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);

        // The first look has pinged it.
        await Within.Until(async () => (await admin.GetAsync("/api/admin/connections"))
            .GetProperty("connections")[0].GetProperty("roundTrip").ValueKind == JsonValueKind.Number);
        await admin.PostAsync("/api/admin/close", "{\"id\":\"nobody-1\"}", 404);
        await admin.PostAsync("/api/admin/close", $$"""{"id":"{{line.GetProperty("id").GetString()}}"}""", 204);
        SessionClientStateChange change = await Within.Time(closed.Task);
        Assert.Equal((CloseCode)4001, change.CloseCode);
        Assert.Equal("closed by an administrator", change.Reason);
    }

    [Fact]
    public async Task Whoever_is_muted_reads_and_does_not_write_under_whatever_name()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser bob = await chat.OpenAsync("Bob");
        await using Browser admin = await chat.OpenAdminAsync();
        Seat adas = await ada.JoinAsync("lobby");
        Seat bobs = await bob.JoinAsync("lobby");
        await admin.PostAsync("/api/admin/mute", $$"""{"user":"{{ada.User}}","minutes":10}""");
        SessionException refusal = await Assert.ThrowsAsync<SessionException>(() => adas.SayAsync("Hello"));
        Assert.Equal("muted", refusal.Code);
        Assert.Matches(@"^You are muted until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$", refusal.Message);
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        await bobs.SayAsync("Quiet here");
        Assert.Equal("Quiet here", await adas.HearAsync());
        await ada.TakeNameAsync("Somebody else");
        Seat again = await ada.JoinAsync("lobby");
        Assert.StartsWith("You are muted", await again.RefusalOfAsync("""{"text":"Hello"}""", "muted"), StringComparison.Ordinal);

        JsonElement mute = (await admin.GetAsync("/api/admin/mutes")).GetProperty("mutes").EnumerateArray().Single();
        Assert.EndsWith(":Ada", mute.GetProperty("user").GetString(), StringComparison.Ordinal);
        Assert.Equal("Ada", mute.GetProperty("name").GetString());
        await admin.PostAsync("/api/admin/unmute", $$"""{"user":"{{ada.User}}"}""", 204);
        await adas.SayAsync("Hello again");
        Assert.Equal("[]", (await admin.GetAsync("/api/admin/mutes")).GetProperty("mutes").GetRawText());
        await admin.PostAsync("/api/admin/unmute", $$"""{"user":"{{ada.User}}"}""", 404);
        foreach (string bad in new[] { "{}", """{"user":"Ada","minutes":5}""", """{"user":"g:a:b","minutes":0}""", """{"user":"g:a:b","minutes":99999999}""" })
        {
            await admin.PostAsync("/api/admin/mute", bad, 400);
        }
    }

    [Fact]
    public async Task A_deleted_message_is_gone_for_all_with_what_it_showed()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser admin = await chat.OpenAdminAsync();
        Seat seat = await ada.JoinAsync("lobby");
        string url = (await ada.PostAsync("/api/pictures", TestPictures.Png(), "image/png")).GetProperty("url").GetString()!;
        await seat.SayAsync("Before");
        await seat.PublishAsync($$"""{"pictures":[{"url":"{{url}}","width":3,"height":2}]}""");
        await admin.PostAsync("/api/admin/delete", """{"room":"lobby","offset":2}""", 204);
        Assert.Equal(2, (await seat.NextAsync<SessionDeleted>()).Offset);
        SessionHistoryPage history = await Within.Time(seat.Client.ReadHistoryAsync(RoomNames.GroupOf("lobby"), HistoryQuery.Newest()));
        Assert.Equal([1L], history.Messages.Select(static message => message.Position.Offset));
        await ada.GetAsync(url, 404);
        foreach (string bad in new[] { """{"room":"lobby","offset":2}""", """{"room":"lobby","offset":99}""", """{"room":"attic","offset":1}""", "{}" })
        {
            await admin.PostAsync("/api/admin/delete", bad, 404);
        }
    }

    [Theory]
    [InlineData("""{"rule":"open"}""")]
    [InlineData("""{"id":"Not An Id"}""")]
    [InlineData("""{"title":"\u0000"}""")]
    [InlineData("""{"title":"A","rule":"secret"}""")]
    [InlineData("""{"title":"A","invited":[""]}""")]
    [InlineData("""{"title":"A","invited":"ada"}""")]
    public async Task A_room_that_will_not_do_is_refused(string request)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser admin = await chat.OpenAdminAsync();
        await admin.PostAsync("/api/admin/rooms", request, 400);
    }
}

using System.Text.Json;
using Parley.Channels;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>What is told to the chat is kept, whatever becomes of its process.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_restart_keeps_messages_rooms_rules_mutes_pictures_and_who_everybody_is()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser bob = await chat.OpenAsync("Bob");
        await using Browser admin = await chat.OpenAdminAsync();
        await ada.PostAsync("/api/rooms", """{"title":"花园"}""", 201);
        string room = RoomNames.IdFor("花园");
        await admin.PostAsync("/api/admin/rooms", """{"id":"help","rule":"read-only"}""");
        await admin.PostAsync("/api/admin/mute", $$"""{"user":"{{bob.User}}","minutes":10}""");
        string url = (await ada.PostAsync("/api/pictures", TestPictures.Png(), "image/png")).GetProperty("url").GetString()!;
        Seat seat = await ada.JoinAsync(room);
        await seat.SayAsync("Remember me");
        StreamPosition position = seat.Subscription.Position!.Value;

        await chat.StopAsync();
        await chat.StartAgainAsync();

        await ada.GetAsync(url);
        string rooms = (await ada.GetAsync("/api/rooms")).GetProperty("rooms").GetRawText();
        Assert.Contains(room, rooms, StringComparison.Ordinal);
        Assert.Contains("read-only", rooms, StringComparison.Ordinal);
        await admin.GetAsync("/api/admin/overview");
        Seat again = await ada.JoinAsync(room, SessionJoinOptions.FromOldest);
        Assert.Equal("Remember me", await again.HearAsync());
        Assert.Equal(position.Epoch, again.Subscription.Position!.Value.Epoch);
        await again.SayAsync("And me");
        Assert.Equal("And me", await again.HearAsync());
        Seat bobs = await bob.JoinAsync(room);
        Assert.StartsWith("You are muted", await bobs.RefusalOfAsync("""{"text":"Hello"}""", "muted"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_killed_comes_back_with_what_it_acknowledged_under_the_same_secret()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-killed-");
        string[] args = ["--urls", $"http://127.0.0.1:{RedisServerProcess.FreePort()}", "--data", folder.FullName];
        string secret = await RunAsync(args, async chat =>
        {
            await chat.SayAsync("Before the end");
            return true;
        });
        string again = await RunAsync(args, async chat => await chat.HearAsync() == "Before the end");
        Assert.Equal(secret, again);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Two_servers_do_not_share_a_folder()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        HistoryException refusal = await Assert.ThrowsAsync<HistoryException>(() => ChatServer.CreateAsync(["--data", chat.Folder]));
        Assert.Contains("history.db", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string[] args, Func<Seat, Task<bool>> use)
    {
        await using var server = ChildProcess.StartOwn("Parley.Chat", args);
        string link = await server.WaitForAsync("Administrators: ");
        await server.WaitForAsync("The chat is open at ");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, args[1] + "/api/widget/guest")
        {
            Content = new StringContent("""{"name":"Ada"}"""),
            Headers = { { "X-Parley", "1" } },
        };
        using HttpResponseMessage answer = await Within.Time(http.SendAsync(request, TestContext.Current.CancellationToken));
        string token = JsonSerializer.Deserialize<JsonElement>(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("token").GetString()!;
        await using var client = SessionClient.Connect(new SessionClientOptions
        {
            Uri = new Uri(args[1].Replace("http", "ws", StringComparison.Ordinal) + "/chat"),
            Token = _ => ValueTask.FromResult<string?>(token),
        });
        GroupName lobby = RoomNames.GroupOf("lobby");
        var seat = new Seat(client, lobby, await Within.Time(client.JoinAsync(lobby, SessionJoinOptions.FromOldest)));
        Assert.True(await use(seat));

        // By SIGKILL, when it is disposed.
        return link;
    }
}

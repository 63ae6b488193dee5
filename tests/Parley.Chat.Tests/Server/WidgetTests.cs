using System.Text.Json;
using Parley.Channels;

namespace Parley.Chat.Tests.Server;

/// <summary>The chat on other sites: on those that are listed, and on no other.</summary>
public sealed class WidgetTests
{
    private const string Shop = "https://shop.example";
    private const string Evil = "https://evil.example";

    [Fact]
    public async Task A_listed_site_may_load_and_ask()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--allow-origin", Shop, "--allow-origin", "https://other.example");
        await using Browser page = chat.Open();
        foreach (string path in new[] { "/parley.js", "/api/widget?room=lobby" })
        {
            await page.GetAsync(path, 200, ("Origin", Shop));
            Assert.Equal(Shop, page.Field("Access-Control-Allow-Origin"));
            Assert.Equal("Origin", page.Field("Vary"));
            Assert.Equal("", page.Field("Access-Control-Allow-Credentials"));
        }

        JsonElement told = await page.GetAsync("/api/widget?room=lobby", 200, ("Origin", Shop));
        Assert.Equal("""{"room":"lobby","title":"Lobby","socket":"/chat","limits":{"text":4000,"picture":1048576,"pictures":4,"name":40,"room":60}}""", told.GetRawText());
        await page.SendAsync(HttpMethod.Options, "/api/widget/guest", null, 204, ("Origin", Shop), ("Access-Control-Request-Headers", "x-parley"));
        Assert.Contains("X-Parley", page.Field("Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Contains("POST", page.Field("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Equal("no_room", (await page.GetAsync("/api/widget?room=attic", 404, ("Origin", Shop))).GetProperty("error").GetString());
        await page.GetAsync("/api/widget", 404, ("Origin", Shop));
    }

    [Fact]
    public async Task Another_site_may_not_and_can_read_why()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--allow-origin", Shop);
        await using Browser page = chat.Open();
        await page.GetAsync("/parley.js", 200, ("Origin", Evil));
        Assert.Equal("", page.Field("Access-Control-Allow-Origin"));
        Assert.Equal("Origin", page.Field("Vary"));
        JsonElement refusal = await page.GetAsync("/api/widget?room=lobby", 403, ("Origin", Evil));
        Assert.Contains("--allow-origin https://evil.example", refusal.GetProperty("message").GetString(), StringComparison.Ordinal);
        await page.PostAsync("/api/widget/guest", """{"name":"Eve"}""", 403, ("Origin", Evil));
        await page.SendAsync(HttpMethod.Options, "/api/widget/guest", null, 403, ("Origin", Evil));
        Assert.Equal("", page.Field("Access-Control-Allow-Headers"));

        // What is for the chat's own page is for no site, listed or not.
        await page.GetAsync("/api/me", 200, ("Origin", Shop));
        Assert.Equal("", page.Field("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_visitor_of_a_site_chats_by_a_token_and_keeps_the_tag_that_it_proves()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--allow-origin", Shop);
        await using Browser page = chat.Open();
        JsonElement guest = await page.PostAsync("/api/widget/guest", """{"name":"Ada"}""", 200, ("Origin", Shop));
        Assert.Equal(Shop, page.Field("Access-Control-Allow-Origin"));
        Assert.Equal("", page.Field("Set-Cookie"));
        string user = guest.GetProperty("user").GetString()!;
        string token = guest.GetProperty("token").GetString()!;
        Assert.Matches("^g:[a-z0-9]{8}:Ada$", user);
        Seat seat = await page.JoinAsync("lobby", token: token);
        await seat.SayAsync("Do you have it in blue?");
        Assert.Equal(user, (await seat.NextAsync<SessionPublication>()).User);

        string tag = user.Split(':')[1];
        string request = JsonSerializer.Serialize(new { name = "Bob", tag });
        JsonElement renamed = await page.PostAsync("/api/widget/guest", request, 200, ("Origin", Shop), ("Authorization", "Bearer " + token));
        Assert.Equal($"g:{tag}:Bob", renamed.GetProperty("user").GetString());
        JsonElement claimed = await page.PostAsync("/api/widget/guest", request, 200, ("Origin", Shop));
        Assert.DoesNotContain(tag, claimed.GetProperty("user").GetString()!, StringComparison.Ordinal);
        await page.PostAsync("/api/widget/guest", """{"name":""}""", 400, ("Origin", Shop));

        // A guest's token opens nothing else.
        await page.GetAsync("/api/admin/overview", 403, ("Authorization", "Bearer " + token));
    }
}

using System.Net;
using System.Text.Json;

namespace Parley.Chat.Tests.Server;

/// <summary>Guests: their names, their tags, and their cookies.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task Nobody_is_told_what_they_need_to_begin()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--title", "Tea room", "--language", "zh", "--text-length", "500");
        await using Browser nobody = chat.Open();
        JsonElement me = await nobody.GetAsync("/api/me");

        Assert.Equal(JsonValueKind.Null, me.GetProperty("user").ValueKind);
        Assert.True(me.GetProperty("guest").GetBoolean());
        Assert.False(me.GetProperty("admin").GetBoolean());
        Assert.Equal("/chat", me.GetProperty("socket").GetString());
        Assert.Equal("zh", me.GetProperty("language").GetString());
        Assert.Equal("Tea room", me.GetProperty("title").GetString());
        Assert.True(me.GetProperty("mayCreateRooms").GetBoolean());
        Assert.Equal("""{"text":500,"picture":1048576,"pictures":4,"name":40,"room":60}""", me.GetProperty("limits").GetRawText());
        Assert.Equal("no-store", nobody.Field("Cache-Control"));
    }

    [Fact]
    public async Task A_guest_is_known_again_keeps_the_tag_under_another_name_and_is_forgotten_when_they_say_so()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("  Ada ");
        Assert.Matches("^g:[a-z0-9]{8}:Ada$", ada.User);
        Assert.Matches("(?i)httponly", ada.Field("Set-Cookie"));
        Assert.Matches("(?i)samesite=lax", ada.Field("Set-Cookie"));
        Assert.Equal(ada.User, (await ada.GetAsync("/api/me")).GetProperty("user").GetString());

        string tag = ada.User.Split(':')[1];
        await ada.TakeNameAsync("小明");
        Assert.Equal($"g:{tag}:小明", ada.User);

        await ada.PostAsync("/api/signout", "");
        Assert.Equal(JsonValueKind.Null, (await ada.GetAsync("/api/me")).GetProperty("user").ValueKind);
        await ada.TakeNameAsync("Ada");
        Assert.NotEqual(tag, ada.User.Split(':')[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("A\u0007da")]
    [InlineData("A\nda")]
    [InlineData("\u202Eadmin")]
    [InlineData("Ada\u200B")]
    [InlineData("12345678901234567890123456789012345678901")]
    [InlineData("Support")]
    [InlineData("s u p p o r t")]
    [InlineData("SUPPORT!")]
    public async Task A_name_that_will_not_do_is_refused(string name)
    {
        await using ChatHost chat = await ChatHost.StartAsync("--reserved-name", "Support,Admin");
        await using Browser somebody = chat.Open();
        JsonElement refusal = await somebody.PostAsync("/api/guest", JsonSerializer.Serialize(new { name }), 400);
        Assert.Equal("bad_name", refusal.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("👩‍👩‍👧")]
    [InlineData("a:b:c")]
    [InlineData("<b>Ada</b>")]
    [InlineData("大家好大家好大家好大家好大家好大家好大家好大家好大家好大家好大家好大家好大家好大")]
    public async Task Anything_else_is_a_name(string name)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser somebody = await chat.OpenAsync(name);
        Assert.EndsWith(":" + name, somebody.User, StringComparison.Ordinal);
        Seat seat = await somebody.JoinAsync("lobby");
        await seat.SayAsync("Hello");
        Assert.Equal(somebody.User, (await seat.NextAsync<Channels.SessionPublication>()).User);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"name\": 5}")]
    [InlineData("null")]
    public async Task A_body_that_is_no_such_JSON_is_refused(string body)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser somebody = chat.Open();
        Assert.Equal("bad_request", (await somebody.PostAsync("/api/guest", body, 400)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_cookie_that_is_forged_expired_or_for_something_else_is_nobody_s()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        DateTimeOffset later = DateTimeOffset.UtcNow.AddHours(1);
        const string eve = "g:aaaaaaaa:Eve";
        string good = ChatHost.Signer().Sign(TokenPurpose.Session, eve, later);
        string[] bad =
        [
            good[..^6] + "AAAAAA",
            new TokenSigner(new byte[32], TimeProvider.System).Sign(TokenPurpose.Session, eve, later),
            ChatHost.Signer().Sign(TokenPurpose.Session, eve, DateTimeOffset.UtcNow.AddSeconds(-1)),
            ChatHost.Signer().Sign(TokenPurpose.Widget, eve, later),
            ChatHost.Signer().Sign(TokenPurpose.Session, "x:aaaaaaaa:Eve", later),
            "eyJhbGciOiJub25lIn0." + good.Split('.')[1] + ".",
            "nonsense",
        ];
        Assert.Equal(eve, await UserOfAsync(chat, ChatCookies.Session, good, "user"));
        foreach (string cookie in bad)
        {
            Assert.Null(await UserOfAsync(chat, ChatCookies.Session, cookie, "user"));
        }

        Assert.Equal("False", await UserOfAsync(chat, ChatCookies.Admin, ChatHost.Signer().Sign(TokenPurpose.Admin, "another secret", later), "admin"));
        Assert.Equal("False", await UserOfAsync(chat, ChatCookies.Admin, good, "admin"));
    }

    [Fact]
    public async Task A_chat_without_guests_takes_none()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--guests", "no", "--token-secret", new string('s', 32));
        await using Browser somebody = chat.Open();
        Assert.Equal("no_guests", (await somebody.PostAsync("/api/guest", """{"name":"Ada"}""", 403)).GetProperty("error").GetString());
        Assert.Equal("no_guests", (await somebody.PostAsync("/api/widget/guest", """{"name":"Ada"}""", 403)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Who_asks_for_names_too_often_is_told_when_to_come_again()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--new-guests-per-minute", "3");
        await using Browser somebody = chat.Open();
        for (int i = 0; i < 3; i++)
        {
            await somebody.PostAsync("/api/guest", """{"name":"Ada"}""");
        }

        Assert.Equal("rate_limited", (await somebody.PostAsync("/api/admin/signin", """{"secret":"guess"}""", 429)).GetProperty("error").GetString());
        Assert.Matches("^[0-9]+$", somebody.Field("Retry-After"));
    }

    private static async Task<string?> UserOfAsync(ChatHost chat, string name, string cookie, string what)
    {
        await using Browser browser = chat.Open();
        browser.Cookies.Add(chat.Address, new Cookie(name, cookie));
        JsonElement value = (await browser.GetAsync("/api/me")).GetProperty(what);
        return value.ValueKind == JsonValueKind.Null ? null : value.ToString();
    }
}

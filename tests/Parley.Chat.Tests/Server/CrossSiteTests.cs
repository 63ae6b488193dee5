using System.Text;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>What pages of other sites may not do with somebody's cookies.</summary>
public sealed class CrossSiteTests
{
    public static TheoryData<string> Changes =>
    [
        "/api/guest", "/api/token", "/api/signout", "/api/rooms", "/api/pictures", "/api/widget/guest", "/api/admin/signin", "/api/admin/mute",
        "/api/admin/unmute", "/api/admin/close", "/api/admin/delete", "/api/admin/rooms",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_form_of_another_site_changes_nothing(string path)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser admin = await chat.OpenAdminAsync();

        // A form can set no field, whatever its origin says.
        var form = new StringContent("""{"name":"Eve"}""", Encoding.UTF8, "text/plain");
        Assert.Equal("cross_site", (await admin.SendAsync(HttpMethod.Post, path, form, 403)).GetProperty("error").GetString());

        // A script can, after a preflight that it does not get.
        string code = path.StartsWith("/api/widget", StringComparison.Ordinal) || path == "/api/pictures" ? "origin" : "cross_site";
        Assert.Equal(code, (await admin.PostAsync(path, "{}", 403, ("Origin", "https://evil.example"))).GetProperty("error").GetString());
        await admin.SendAsync(HttpMethod.Options, path, null, code == "origin" ? 403 : 405, ("Origin", "https://evil.example"));
    }

    [Fact]
    public async Task A_page_of_another_site_gets_no_socket_and_nobody_gets_one_without_a_name()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--allow-origin", "https://shop.example");
        await using Browser ada = await chat.OpenAsync("Ada");
        Assert.Equal(403, await StatusOfAsync(chat, ada, "https://evil.example"));
        Assert.Equal(0, await StatusOfAsync(chat, ada, "https://shop.example"));
        Assert.Equal(0, await StatusOfAsync(chat, ada, chat.Address.GetLeftPart(UriPartial.Authority)));
        await using Browser nobody = chat.Open();
        Assert.Equal(401, await StatusOfAsync(chat, nobody, null));
    }

    [Fact]
    public async Task Pages_say_that_nothing_but_their_own_files_may_run_in_them()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser browser = chat.Open();
        foreach (string path in new[] { "/", "/room/lobby", "/parley.js", "/api/me" })
        {
            await browser.GetAsync(path);
            string policy = browser.Field("Content-Security-Policy");
            Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", browser.Field("X-Content-Type-Options"));
        }

        await browser.GetAsync("/room/none/else", 404);
        await browser.GetAsync("/../appsettings.json", 404);
        await browser.GetAsync("/admin/none", 404);
        await browser.GetAsync("/admin", 302);
    }

    private static async Task<int> StatusOfAsync(ChatHost chat, Browser browser, string? origin)
    {
        try
        {
            await using WebSocketConnection connection = await WebSocketClient.ConnectAsync(chat.Socket, new WebSocketClientOptions
            {
                Cookies = browser.Cookies,
                Subprotocols = ["parley.v1"],
                Fields = origin is null ? [] : [KeyValuePair.Create("Origin", origin)],
                ConnectTimeout = Within.Limit,
            });
            return 0;
        }
        catch (WebSocketHandshakeException exception)
        {
            return exception.StatusCode ?? -1;
        }
    }
}

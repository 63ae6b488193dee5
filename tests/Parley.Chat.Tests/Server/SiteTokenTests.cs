using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Parley.Channels;

namespace Parley.Chat.Tests.Server;

/// <summary>People whom the operator's own site signs in.</summary>
public sealed class SiteTokenTests
{
    private const string Secret = "a secret of the site, of 32 bytes or more";

    private static readonly SymmetricSecurityKey _key = new(Encoding.UTF8.GetBytes(Secret));

    [Fact]
    public async Task A_token_of_the_site_makes_a_person_whom_nobody_else_can_be()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--token-secret", Secret, "--token-issuer", "shop", "--token-audience", "chat");
        await using Browser ada = chat.Open();
        string token = Make(new { sub = "a/da:1", name = "Ada", iss = "shop", aud = "chat", exp = In(60) });
        JsonElement me = await ada.PostAsync("/api/token", JsonSerializer.Serialize(new { token }));
        Assert.Equal("u:a%2Fda%3A1:Ada", me.GetProperty("user").GetString());
        Assert.False(me.GetProperty("guest").GetBoolean());
        Assert.False(me.GetProperty("admin").GetBoolean());
        Assert.Equal("u:a%2Fda%3A1:Ada", (await ada.GetAsync("/api/me")).GetProperty("user").GetString());
        Seat seat = await ada.JoinAsync("lobby");
        await seat.SayAsync("Hello");
        Assert.Equal("u:a%2Fda%3A1:Ada", (await seat.NextAsync<SessionPublication>()).User);

        // As a bearer, for the widget.
        await using Browser elsewhere = chat.Open();
        Seat bearer = await elsewhere.JoinAsync("lobby", token: token);
        await bearer.SayAsync("Hello from the shop");
        Assert.Equal("u:a%2Fda%3A1:Ada", (await bearer.NextAsync<SessionPublication>()).User);
    }

    [Fact]
    public async Task A_token_with_the_role_makes_an_administrator()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--token-secret", Secret);
        await using Browser ada = chat.Open();
        JsonElement me = await ada.PostAsync(
            "/api/token", JsonSerializer.Serialize(new { token = Make(new { sub = "ada", role = "admin", exp = In(60) }) }));
        Assert.Equal("u:ada:ada", me.GetProperty("user").GetString());
        Assert.True(me.GetProperty("admin").GetBoolean());
        await ada.GetAsync("/api/admin/overview");
        await using Browser bob = chat.Open();
        await bob.PostAsync("/api/token", JsonSerializer.Serialize(new { token = Make(new { sub = "bob", role = "staff", exp = In(60) }) }));
        await bob.GetAsync("/api/admin/overview", 403);
    }

    [Fact]
    public async Task Tokens_that_are_not_good_are_refused_with_the_reason()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--token-secret", Secret, "--token-issuer", "shop", "--token-audience", "chat");
        await using Browser eve = chat.Open();
        string good = Make(new { sub = "ada", iss = "shop", aud = "chat", exp = In(60) });
        (string Token, string Why)[] bad =
        [
            (Make(new { sub = "ada", iss = "shop", aud = "chat", exp = In(-60) }), "expired"),
            (Make(new { sub = "ada", iss = "shop", aud = "chat" }), "exp"),
            (Make(new { sub = "ada", iss = "evil", aud = "chat", exp = In(60) }), "iss"),
            (Make(new { sub = "ada", iss = "shop", aud = "mail", exp = In(60) }), "aud"),
            (Make(new { name = "Ada", iss = "shop", aud = "chat", exp = In(60) }), "sub"),
            (Make(new { sub = new string('a', 91), iss = "shop", aud = "chat", exp = In(60) }), "sub"),
            (Make(new { sub = "ada", name = "A\nda", iss = "shop", aud = "chat", exp = In(60) }), "name"),
            (good[..^6] + "AAAAAA", "signature"),
            (Base64UrlEncoder.Encode("""{"alg":"none"}""") + "." + good.Split('.')[1] + ".", "signature"),
            ("nonsense", "JWT"),
            ("", "JWT"),
        ];
        foreach ((string token, string why) in bad)
        {
            JsonElement refusal = await eve.PostAsync("/api/token", JsonSerializer.Serialize(new { token }), 401);
            Assert.Contains(why, refusal.GetProperty("message").GetString(), StringComparison.Ordinal);
            await eve.PostAsync("/api/rooms", """{"title":"Garden"}""", 401, ("Authorization", "Bearer " + (token.Length > 0 ? token : "x")));
        }

        Assert.Equal(JsonValueKind.Null, (await eve.GetAsync("/api/me")).GetProperty("user").ValueKind);
        await eve.PostAsync("/api/token", JsonSerializer.Serialize(new { token = good }));
    }

    [Fact]
    public async Task A_chat_without_a_key_takes_no_tokens()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = chat.Open();
        JsonElement refusal = await ada.PostAsync("/api/token", JsonSerializer.Serialize(new { token = Make(new { sub = "ada", exp = In(60) }) }), 401);
        Assert.Contains("TokenSecret", refusal.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_key_checks_its_own_algorithm_and_is_no_secret_for_another()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (string Pem, SigningCredentials Credentials)[] keys =
        [
            (rsa.ExportSubjectPublicKeyInfoPem(), new SigningCredentials(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256)),
            (curve.ExportSubjectPublicKeyInfoPem(), new SigningCredentials(new ECDsaSecurityKey(curve), SecurityAlgorithms.EcdsaSha256)),
        ];
        foreach ((string pem, SigningCredentials credentials) in keys)
        {
            string file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, pem, TestContext.Current.CancellationToken);
            await using ChatHost chat = await ChatHost.StartAsync("--token-key-file", file);
            File.Delete(file);
            await using Browser ada = chat.Open();
            string good = Make(new { sub = "ada", exp = In(60) }, credentials);
            await ada.PostAsync("/api/token", JsonSerializer.Serialize(new { token = good }));

            // The public key as if it were the secret of HS256.
            var confused = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(pem)), SecurityAlgorithms.HmacSha256);
            string bad = Make(new { sub = "ada", exp = In(60) }, confused);
            await ada.PostAsync("/api/token", JsonSerializer.Serialize(new { token = bad }), 401);
        }
    }

    private static long In(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

    private static string Make(object claims, SigningCredentials? credentials = null) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }
        .CreateToken(JsonSerializer.Serialize(claims), credentials ?? new SigningCredentials(_key, SecurityAlgorithms.HmacSha256));
}

namespace Parley.Chat;

/// <summary>The cookies by which a browser is known again.</summary>
internal sealed class ChatCookies(TokenSigner signer, AdminSecret secret, TimeProvider time)
{
    public const string Session = "parley-chat";
    public const string Admin = "parley-chat-admin";

    // What browsers keep at most.
    private static readonly TimeSpan _guestLife = TimeSpan.FromDays(400);
    private static readonly TimeSpan _adminLife = TimeSpan.FromHours(12);

    /// <summary>Gives a browser its guest's cookie, or that of somebody whose token ends at a certain time.</summary>
    public void SignIn(HttpContext context, ChatUser user, DateTimeOffset? expiresAt = null)
    {
        DateTimeOffset end = expiresAt ?? time.GetUtcNow() + _guestLife;
        Append(context, Session, signer.Sign(TokenPurpose.Session, user.Value, end), end, SameSiteMode.Lax);
    }

    /// <summary>Gives a browser the administrators' cookie.</summary>
    public void SignInAdmin(HttpContext context, DateTimeOffset? expiresAt = null)
    {
        DateTimeOffset end = expiresAt ?? time.GetUtcNow() + _adminLife;
        Append(context, Admin, signer.Sign(TokenPurpose.Admin, secret.Mark, end), end, SameSiteMode.Strict);
    }

    /// <summary>Forgets both.</summary>
    public static void SignOut(HttpContext context)
    {
        context.Response.Cookies.Delete(Session);
        context.Response.Cookies.Delete(Admin);
    }

    /// <summary>What a browser's cookies say.</summary>
    public async ValueTask<Credentials> ReadAsync(HttpContext context)
    {
        IRequestCookieCollection cookies = context.Request.Cookies;
        (string Subject, DateTimeOffset ExpiresAt)? session = await signer.ReadAsync(TokenPurpose.Session, cookies[Session]);
        (string Subject, DateTimeOffset ExpiresAt)? admin = await signer.ReadAsync(TokenPurpose.Admin, cookies[Admin]);

        // Whoever signed in with another secret than today's does so again.
        bool isAdmin = admin is { } signedIn && signedIn.Subject == secret.Mark;
        return session is { } known && ChatUser.TryParse(known.Subject, out ChatUser? user)
            ? new Credentials(user, isAdmin, known.ExpiresAt)
            : new Credentials(null, isAdmin);
    }

    private static void Append(HttpContext context, string name, string value, DateTimeOffset end, SameSiteMode sameSite) =>
        context.Response.Cookies.Append(name, value, new CookieOptions
        {
            HttpOnly = true,
            SameSite = sameSite,
            Secure = context.Request.IsHttps,
            Expires = end,
            Path = "/",
        });
}

namespace Parley.Chat;

/// <summary>Who somebody is: <c>/api/me</c>, and the ways to become somebody.</summary>
internal sealed class IdentityEndpoints(
    ChatSettings settings, ChatCookies cookies, GuestNames names, SiteTokens tokens, RateLimits limits, ChatMetrics metrics)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/api/me", (RequestDelegate)(context => AnswerAsync(context, Visitor.Of(context).User, Visitor.Of(context).IsAdmin)));
        app.MapPost("/api/guest", (RequestDelegate)MakeGuestAsync);
        app.MapPost("/api/token", (RequestDelegate)SignInAsync);
        app.MapPost("/api/signout", (RequestDelegate)SignOutAsync);
    }

    private async Task MakeGuestAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ChatJson.Default.NameRequest, "{\"name\": \"Ada\"}") is not { } request)
        {
            return;
        }

        Visitor visitor = Visitor.Of(context);
        if (!settings.Guests)
        {
            await Answers.RefuseAsync(context, 403, "no_guests", "This chat takes no guests: sign in on the site that it belongs to.");
        }
        else if (names.Check(request.Name) is { } refusal)
        {
            await Answers.RefuseAsync(context, 400, "bad_name", refusal);
        }
        else if (await limits.TrySignInAsync(context))
        {
            // Whoever renames keeps the tag.
            bool isKnown = visitor.User is { Kind: UserKind.Guest };
            string tag = isKnown ? visitor.User!.Key : GuestNames.NewTag();
            if (!isKnown)
            {
                metrics.CountGuest();
            }

            var user = new ChatUser(UserKind.Guest, tag, GuestNames.Clean(request.Name)!);
            cookies.SignIn(context, user);
            await AnswerAsync(context, user, visitor.IsAdmin);
        }
    }

    private async Task SignInAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ChatJson.Default.TokenRequest, "{\"token\": \"...\"}") is not { } request
            || !await limits.TrySignInAsync(context))
        {
            return;
        }

        Credentials credentials = await tokens.ReadAsync(request.Token ?? "");
        if (credentials.User is not { } user)
        {
            await Answers.RefuseAsync(context, 401, "bad_token", credentials.Refusal!);
            return;
        }

        cookies.SignIn(context, user, credentials.ExpiresAt);
        bool isAdmin = credentials.IsAdmin || Visitor.Of(context).IsAdmin;
        if (credentials.IsAdmin)
        {
            cookies.SignInAdmin(context, credentials.ExpiresAt);
        }

        await AnswerAsync(context, user, isAdmin);
    }

    private Task SignOutAsync(HttpContext context)
    {
        ChatCookies.SignOut(context);
        return AnswerAsync(context, null, false);
    }

    private Task AnswerAsync(HttpContext context, ChatUser? user, bool isAdmin) => Answers.WriteAsync(
        context,
        new Me(
            user?.Value,
            user?.Name,
            user is null or { Kind: UserKind.Guest },
            isAdmin,
            settings.Language,
            ChatServer.SocketPath,
            Limits.Of(settings),
            RoomEndpoints.MayCreate(settings, user, isAdmin),
            settings.Title),
        ChatJson.Default.Me);
}

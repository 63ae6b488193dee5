namespace Parley.Chat;

/// <summary>Signs administrators in by their secret.</summary>
internal sealed class AdminSignIn(AdminSecret secret, ChatCookies cookies, RateLimits limits)
{
    public void Map(WebApplication app) => app.MapPost("/api/admin/signin", (RequestDelegate)SignInAsync);

    private async Task SignInAsync(HttpContext context)
    {
        if (await Answers.ReadAsync(context, ChatJson.Default.SecretRequest, "{\"secret\": \"...\"}") is not { } request
            || !await limits.TrySignInAsync(context))
        {
            return;
        }

        if (!secret.Is(request.Secret))
        {
            await Answers.RefuseAsync(context, 401, "bad_secret", "That is not the administrators' secret.");
            return;
        }

        cookies.SignInAdmin(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

namespace Parley.Chat;

/// <summary>Finds out who asks, before anything else does: by a bearer token, else by the cookies.</summary>
internal sealed class Visitors(RequestDelegate next, ChatCookies cookies, BearerReader bearer, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        string authorization = context.Request.Headers.Authorization.ToString();
        Credentials credentials = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await bearer.ReadAsync(authorization[Scheme.Length..].Trim())
            : await cookies.ReadAsync(context);
        var visitor = Visitor.Create(context, time.GetUtcNow(), credentials);
        context.User = visitor;
        if (context.Request.Path == ChatServer.SocketPath && visitor.User is null)
        {
            await Answers.RefuseAsync(context, 401, "not_signed_in", visitor.Refusal ?? "Take a name first: POST /api/guest, or bring a token.");
            return;
        }

        await next(context);
    }
}

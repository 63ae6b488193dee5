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
        context.User = Visitor.Create(context, time.GetUtcNow(), credentials);
        await next(context);
    }
}

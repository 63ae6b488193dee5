using Parley.Protocol;

namespace Parley.Chat;

/// <summary>
/// Refuses what changes something unless a page of ours, or of a listed site, has asked for it: with a header field that
/// no form of another site can set, and an origin that is known.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, ChatSettings settings)
{
    public const string Field = "X-Parley";

    private readonly OriginPolicy _origins = new(settings.AllowedOrigins);

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method) || HttpMethods.IsConnect(request.Method))
        {
            return next(context);
        }

        if (request.Headers[Field] != "1")
        {
            return Answers.RefuseAsync(context, 403, "cross_site", $"Send the header field {Field}: 1 with what changes something.");
        }

        string? origin = request.Headers.Origin.Count > 0 ? request.Headers.Origin.ToString() : null;
        return _origins.Allows(origin, request.Host.Value ?? "")
            ? next(context)
            : Answers.RefuseAsync(context, 403, "cross_site", $"Pages from {origin} may not do this: the operator has not listed the origin.");
    }
}

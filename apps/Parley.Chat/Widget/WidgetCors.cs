using Microsoft.Net.Http.Headers;
using Parley.Protocol;

namespace Parley.Chat;

/// <summary>
/// Lets pages of the listed sites load the widget and talk to the chat (the Fetch standard's CORS). They bring no cookies:
/// who they are is in a token.
/// </summary>
internal sealed class WidgetCors(RequestDelegate next, ChatSettings settings)
{
    private static readonly PathString[] _files = ["/widget.js", "/widget", "/js", "/css", "/parley.js", "/pictures"];
    private static readonly PathString[] _answers = ["/api/widget", "/api/pictures"];

    private readonly OriginPolicy _listed = new(settings.AllowedOrigins);

    public Task InvokeAsync(HttpContext context)
    {
        PathString path = context.Request.Path;
        bool isAnswer = Array.Exists(_answers, start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));
        bool isFile = !isAnswer && Array.Exists(_files, start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));
        if (!isAnswer && !isFile)
        {
            return next(context);
        }

        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        string origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || new OriginPolicy([]).Allows(origin, context.Request.Host.Value ?? ""))
        {
            return next(context);
        }

        bool isListed = _listed.Allows(origin, "");
        if (isListed || isAnswer)
        {
            // Whoever is not listed may read why.
            context.Response.Headers.AccessControlAllowOrigin = origin;
        }

        if (isListed)
        {
            return HttpMethods.IsOptions(context.Request.Method) ? AnswerPreflightAsync(context) : next(context);
        }

        return isAnswer
            ? Answers.RefuseAsync(
                context, 403, "origin", $"Pages from {origin} may not show this chat: its operator lists them with --allow-origin {origin}.")
            : next(context);
    }

    private static Task AnswerPreflightAsync(HttpContext context)
    {
        IHeaderDictionary fields = context.Response.Headers;
        fields.AccessControlAllowMethods = "GET, POST";
        fields.AccessControlAllowHeaders = $"Authorization, Content-Type, {RequestGuard.Field}";
        fields.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}

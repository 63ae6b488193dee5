using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Parley.Channels;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>Opens sessions, where an endpoint has them.</summary>
internal static class SessionEndpoint
{
    /// <summary>Whether a client asks a consumer's endpoint for a session, and the endpoint has them.</summary>
    public static bool IsAskedFor(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<SessionMetadata>() is not null
        && SubprotocolList.TryParse(context.Request.Headers.SecWebSocketProtocol.ToString(), out IReadOnlyList<string>? offered)
        && offered.Contains(SessionServer.Subprotocol);

    public static Func<UpgradeRequest, Task> Open(HttpContext context)
    {
        SessionServer sessions = context.RequestServices.GetRequiredService<SessionServer>();
        return request =>
        {
            sessions.OnUpgrade(request);
            return Task.CompletedTask;
        };
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Parley.AspNetCore;

/// <summary>A request's path as a router's own patterns have it: without the path base, and without the group it is mapped in.</summary>
internal static class RouterPath
{
    /// <summary>The path below the application and the group.</summary>
    /// <param name="context">The request, whose endpoint has been chosen.</param>
    /// <param name="segments">How many segments the router's pattern has that the endpoint was made from.</param>
    public static string Of(HttpContext context, int segments)
    {
        string path = context.Request.Path.ToUriComponent();
        int start = 0;
        int above = context.GetEndpoint() is RouteEndpoint endpoint ? endpoint.RoutePattern.PathSegments.Count - segments : 0;
        for (; above > 0 && start >= 0; above--)
        {
            start = path.IndexOf('/', start + 1);
        }

        return start < 0 ? "/" : path[start..];
    }

    /// <summary>How many segments a router's pattern has by itself.</summary>
    public static int CountSegments(Channels.RoutePattern pattern) => RoutePatternFactory.Parse(pattern.Text).PathSegments.Count;
}

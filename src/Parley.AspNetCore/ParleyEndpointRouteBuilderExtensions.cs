using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Parley;
using Parley.AspNetCore;
using Parley.Channels;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps WebSockets and consumers to an application's routes.</summary>
public static class ParleyEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Runs a delegate for each WebSocket on a route. When it returns, the connection is closed with 1000; when it
    /// throws, with 1011.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="handler">The delegate: the connection, and a token that is cancelled when it has closed.</param>
    /// <returns>A builder for the endpoint's metadata.</returns>
    public static IEndpointConventionBuilder MapWebSocket(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<WebSocketConnection, CancellationToken, Task> handler) =>
        MapUpgrade(endpoints, pattern, context => request =>
        {
            _ = request.AcceptAsync(handler, EndpointPolicy.SelectSubprotocol(context, request.Offer)).AsTask();
            return Task.CompletedTask;
        });

    /// <summary>Lets a handler receive the messages of every WebSocket on a route, on the connections' loops.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="handler">What receives the messages of all connections.</param>
    /// <returns>A builder for the endpoint's metadata.</returns>
    public static IEndpointConventionBuilder MapWebSocket(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        IWebSocketHandler handler) =>
        MapUpgrade(endpoints, pattern, context => request =>
        {
            _ = request.AcceptAsync(handler, EndpointPolicy.SelectSubprotocol(context, request.Offer)).AsTask();
            return Task.CompletedTask;
        });

    /// <summary>
    /// Runs a new consumer for each WebSocket on a route. Its constructor's parameters are services, of the scope that
    /// lives as long as the connection.
    /// </summary>
    /// <typeparam name="TConsumer">The consumer.</typeparam>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route; its values are in the consumer's scope.</param>
    /// <returns>A builder for the endpoint's metadata.</returns>
    public static IEndpointConventionBuilder MapConsumer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TConsumer>(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern)
        where TConsumer : Consumer
    {
        ObjectFactory<TConsumer> makeConsumer = ActivatorUtilities.CreateFactory<TConsumer>([]);
        return MapUpgrade(endpoints, pattern, context =>
        {
            IServiceProvider services = context.RequestServices;
            if (SessionEndpoint.IsAskedFor(context))
            {
                return SessionEndpoint.Open(context);
            }

            TConsumer consumer = makeConsumer(services, []);
            Groups groups = services.GetRequiredService<Groups>();
            Dictionary<string, string> route = RouteOf(context);
            return request => ConsumerLauncher.Launch(
                consumer, request, route, groups, services.GetRequiredService<ParleyHost>().Logger);
        });
    }

    /// <summary>
    /// Serves sessions on a route: connections of the subprotocol <c>parley.v1</c>, which join groups themselves. Who asks
    /// for none is refused with a 400. Beside a consumer there is <c>WithSessions</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    /// <returns>A builder for the endpoint's metadata.</returns>
    public static IEndpointConventionBuilder MapSessions(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern) =>
        MapUpgrade(endpoints, pattern, SessionEndpoint.Open);

    /// <summary>
    /// Runs a delegate for each WebSocket on a route, and gives it what the connection was opened with. When it returns, the
    /// connection is closed with 1000; when it throws, with 1011.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route; its values are in the scope.</param>
    /// <param name="handler">
    /// The delegate: the connection, what it was opened with, and a token that is cancelled when it has closed.
    /// </param>
    /// <returns>A builder for the endpoint's metadata.</returns>
    public static IEndpointConventionBuilder MapWebSocket(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<WebSocketConnection, Scope, CancellationToken, Task> handler) =>
        MapUpgrade(endpoints, pattern, context =>
        {
            Dictionary<string, string> route = RouteOf(context);
            return request => ConsumerLauncher.Launch(
                handler, request, route, EndpointPolicy.SelectSubprotocol(context, request.Offer));
        });

    /// <summary>
    /// Maps every WebSocket route of a router that also a <see cref="WebSocketServer"/> can be given. Its plain HTTP answers
    /// are left to the application's own.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="router">The router, with all its routes.</param>
    /// <returns>A builder for the metadata of all endpoints.</returns>
    public static IEndpointConventionBuilder MapConsumers(this IEndpointRouteBuilder endpoints, ConsumerRouter router)
    {
        RouteGroupBuilder group = endpoints.MapGroup("");
        foreach (RoutePattern pattern in router.Patterns)
        {
            int segments = RouterPath.CountSegments(pattern);
            MapUpgrade(group, pattern.Text, context =>
            {
                string path = RouterPath.Of(context, segments);
                return request => router.LaunchAsync(request, path);
            });
        }

        return group;
    }

    private static IEndpointConventionBuilder MapUpgrade(
        IEndpointRouteBuilder endpoints, string pattern, Func<HttpContext, Func<UpgradeRequest, Task>> onRequest) =>
        endpoints
            .Map(pattern, context => UpgradeEndpoint.HandleAsync(context, onRequest))
            .WithDisplayName($"WebSocket {pattern}")

            // A connection lasts as long as both ends want.
            .DisableRequestTimeout()

            // A client that is not signed in gets a 401, not the way to a page.
            .DisableCookieRedirect();

    private static Dictionary<string, string> RouteOf(HttpContext context) => context.Request.RouteValues.ToDictionary(
        static value => value.Key,
        static value => Convert.ToString(value.Value, CultureInfo.InvariantCulture) ?? "");
}

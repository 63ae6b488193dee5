using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Parley.AspNetCore;

/// <summary>
/// Moves tokens out of the query before a request has a context. The host logs the address of every request, and starts
/// its activity, before the first middleware runs: no middleware would be early enough.
/// </summary>
internal sealed class QueryTokenContextFactory(IHttpContextFactory inner, string name) : IHttpContextFactory
{
    /// <summary>Puts itself before the factory there is, if a query token is asked for.</summary>
    public static void AddTo(IServiceCollection services)
    {
        ServiceDescriptor? previous = services.LastOrDefault(
            static service => service.ServiceType == typeof(IHttpContextFactory) && !service.IsKeyedService);
        services.AddSingleton(provider =>
        {
            IHttpContextFactory inner = Make(previous, provider);
            return provider.GetRequiredService<IOptions<ParleyOptions>>().Value.QueryTokenName is { } name
                ? new QueryTokenContextFactory(inner, name)
                : inner;
        });
    }

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        IHttpRequestFeature request = featureCollection.GetRequiredFeature<IHttpRequestFeature>();
        if (BearerTokens.IsHandshake(featureCollection, request))
        {
            QueryToken.Move(request, name);
        }

        return inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);

    private static IHttpContextFactory Make(ServiceDescriptor? service, IServiceProvider provider) => service switch
    {
        { ImplementationInstance: IHttpContextFactory instance } => instance,
        { ImplementationFactory: { } make } => (IHttpContextFactory)make(provider),
        { ImplementationType: { } type } => (IHttpContextFactory)ActivatorUtilities.CreateInstance(provider, type),
        _ => new DefaultHttpContextFactory(provider),
    };
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>
/// Moves tokens out of the subprotocols before any of the application's middleware runs, its authentication above all,
/// wherever that stands.
/// </summary>
internal sealed class SubprotocolTokenFilter(IOptions<ParleyOptions> options, ParleyHost host) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (options.Value.AcceptSubprotocolTokens)
        {
            app.Use(RunAsync);
        }

        next(app);
    };

    private Task RunAsync(HttpContext context, RequestDelegate next)
    {
        HandshakeError? error = null;
        if (context.Request.Headers.SecWebSocketProtocol.Count > 0
            && BearerTokens.IsHandshake(context.Features, context.Features.GetRequiredFeature<IHttpRequestFeature>()))
        {
            error = SubprotocolToken.TryMove(context.Request.Headers);
        }

        return error is null ? next(context) : UpgradeEndpoint.RefuseAsync(context, host, error);
    }
}

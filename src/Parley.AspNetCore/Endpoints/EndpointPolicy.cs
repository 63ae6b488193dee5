using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>What holds for one endpoint: its metadata, and the options for what it says nothing about.</summary>
internal static class EndpointPolicy
{
    /// <summary>Whether a page may connect: the options' origins, and those of the endpoint and of its groups.</summary>
    public static bool Allows(HttpContext context, ParleyHost host, ClientOffer offer)
    {
        if (host.Origins.Allows(offer.Origin, offer.Host))
        {
            return true;
        }

        foreach (OriginMetadata origins in context.GetEndpoint()?.Metadata.GetOrderedMetadata<OriginMetadata>() ?? [])
        {
            if (origins.Policy.Allows(offer.Origin, offer.Host))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The subprotocol that the client is answered with, or null.</summary>
    public static string? SelectSubprotocol(HttpContext context, ClientOffer offer) => SubprotocolList.Select(
        offer.Subprotocols,
        context.GetEndpoint()?.Metadata.GetMetadata<SubprotocolMetadata>()?.Names
            ?? [.. context.RequestServices.GetRequiredService<IOptions<ParleyOptions>>().Value.Subprotocols]);
}

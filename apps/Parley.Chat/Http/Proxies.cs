using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Parley.Chat;

/// <summary>Believes what the operator's reverse proxies say of whom they speak for.</summary>
internal static class Proxies
{
    public static void Use(WebApplication app, ChatSettings settings)
    {
        if (settings.TrustedProxies.Count == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (string text in settings.TrustedProxies)
        {
            if (IPAddress.TryParse(text, out IPAddress? address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(text));
            }
        }

        app.UseForwardedHeaders(options);
    }
}

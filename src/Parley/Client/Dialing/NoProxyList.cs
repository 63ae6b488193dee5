using System.Globalization;
using System.Net;

namespace Parley;

/// <summary>Hosts that are reached directly, as <c>NO_PROXY</c> lists them.</summary>
internal static class NoProxyList
{
    private static readonly char[] _separators = [',', ' ', ';'];

    /// <summary>
    /// Whether a list has a host: <c>*</c> for all, a name for itself and what is below it, an address, a network such as
    /// 10.0.0.0/8; each but the first with a port if it is for that port only.
    /// </summary>
    public static bool Has(string list, Uri uri) => list
        .Split(_separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(entry => entry == "*" || Fits(entry, uri));

    private static bool Fits(string entry, Uri uri)
    {
        if (IPAddress.TryParse(uri.IdnHost, out IPAddress? address))
        {
            return FitsAddress(entry, address, uri.Port);
        }

        (string name, int? port) = Split(entry);
        name = name.TrimStart('*').TrimStart('.');
        bool isName = uri.IdnHost.Equals(name, StringComparison.OrdinalIgnoreCase)
            || (name.Length > 0 && uri.IdnHost.EndsWith("." + name, StringComparison.OrdinalIgnoreCase));
        return isName && (port is null || port == uri.Port);
    }

    private static bool FitsAddress(string entry, IPAddress address, int port)
    {
        if (IPNetwork.TryParse(entry, out IPNetwork network))
        {
            return network.Contains(address);
        }

        // An IPv6 address alone has colons too, and is no name with a port.
        if (IPAddress.TryParse(entry, out IPAddress? whole) && !entry.StartsWith('['))
        {
            return whole.Equals(address);
        }

        return IPEndPoint.TryParse(entry, out IPEndPoint? endPoint)
            && endPoint.Address.Equals(address) && (endPoint.Port == 0 || endPoint.Port == port);
    }

    private static (string Name, int? Port) Split(string entry)
    {
        int colon = entry.LastIndexOf(':');
        return colon > 0 && int.TryParse(entry.AsSpan(colon + 1), CultureInfo.InvariantCulture, out int port)
            ? (entry[..colon], port)
            : (entry, null);
    }
}

using System.Net;
using System.Net.Sockets;

namespace Parley.Chat;

/// <summary>
/// Whom an address stands for, where limits count addresses: an IPv4 address for itself, an IPv6 address for its /64,
/// which is the least that a customer gets (RFC 6177, section 2) and has more addresses than any limit could count.
/// </summary>
internal static class ClientNetwork
{
    private const int PrefixBytes = 8;

    /// <summary>Such as <c>192.0.2.1</c> or <c>2001:db8:1:2::/64</c>; empty if there is no address.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        // A socket for both kinds shows IPv4 so (RFC 4291, section 2.5.5.2): all of it is one /64.
        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.MapToIPv4().ToString();
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}

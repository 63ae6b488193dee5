using System.Net;
using System.Text;

namespace Parley;

/// <summary>Names and passwords in addresses, and as HTTP sends them (RFC 7617).</summary>
internal static class BasicCredentials
{
    /// <summary>The name and the password in front of an address's host, or null.</summary>
    public static NetworkCredential? InAddress(Uri address)
    {
        if (address.UserInfo.Length == 0)
        {
            return null;
        }

        string[] parts = address.UserInfo.Split(':', 2);
        return new NetworkCredential(
            Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    /// <summary>The value of <c>Authorization</c> or <c>Proxy-Authorization</c>.</summary>
    public static string Format(NetworkCredential credentials) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{credentials.Password}"));
}

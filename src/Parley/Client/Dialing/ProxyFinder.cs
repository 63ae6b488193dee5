using System.Net;

namespace Parley;

/// <summary>Finds the proxy that a request goes through.</summary>
internal static class ProxyFinder
{
    /// <summary>The proxy's address, or null for none.</summary>
    /// <exception cref="WebSocketHandshakeException">What is set is no proxy's address.</exception>
    public static Uri? Find(ClientRequest request)
    {
        if (request.Options.UnixSocketPath is not null || request.Options.Proxy is not { } proxy || proxy.IsBypassed(request.Uri))
        {
            return null;
        }

        try
        {
            return proxy.GetProxy(request.Uri) is { } address && address != request.Uri ? Check(address) : null;
        }
        catch (UriFormatException exception)
        {
            throw new WebSocketHandshakeException(exception.Message, innerException: exception) { Failure = HandshakeFailure.Proxy };
        }
    }

    /// <summary>The name and the password for a proxy: those in its address, or those the application gives.</summary>
    public static NetworkCredential? CredentialsOf(Uri proxy, ClientRequest request) => BasicCredentials.InAddress(proxy)
        ?? request.Options.Proxy?.Credentials?.GetCredential(proxy, "Basic");

    private static Uri Check(Uri address) => address.Scheme is "http" or "https" or "socks5" or "socks5h"
        ? address
        : throw new UriFormatException(
            $"'{address.Scheme}' is no kind of proxy that is known. Write it as http://HOST:PORT, https:// or socks5://.");
}

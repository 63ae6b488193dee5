using System.Net;

namespace Parley;

/// <summary>
/// The proxy that the environment names, as most programs read it: <c>https_proxy</c> for wss, <c>http_proxy</c> for ws,
/// <c>all_proxy</c> for what is left, and <c>no_proxy</c>; in lower or in upper case. This machine's own addresses are
/// never reached through a proxy.
/// </summary>
/// <param name="read">Reads a variable.</param>
internal sealed class EnvironmentProxy(Func<string, string?> read) : IWebProxy
{
    /// <summary>That of this process. It is read at each connecting.</summary>
    public static EnvironmentProxy Instance { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>None but what the variable's address holds.</summary>
    public ICredentials? Credentials { get; set; }

    public bool IsBypassed(Uri host) =>
        host.IsLoopback || (Read("no_proxy") is { } list && NoProxyList.Has(list, host));

    public Uri? GetProxy(Uri destination)
    {
        string name = destination.Scheme is "wss" or "https" ? "https_proxy" : "http_proxy";
        return (name == "http_proxy" ? ReadHttp() : Read(name)) is { } value ? Parse(name, value)
            : Read("all_proxy") is { } any ? Parse("all_proxy", any)
            : null;
    }

    // A web server hands a request's Proxy field to CGI programs as HTTP_PROXY: whoever sends it is not to be believed.
    private string? ReadHttp() =>
        read("http_proxy") is { Length: > 0 } lower ? lower : read("REQUEST_METHOD") is null ? Read("HTTP_PROXY") : null;

    private string? Read(string name) => read(name) is { Length: > 0 } lower ? lower
        : read(name.ToUpperInvariant()) is { Length: > 0 } upper ? upper
        : null;

    private static Uri Parse(string name, string value)
    {
        string address = value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? proxy) && proxy.Host.Length > 0
            ? WithPort(proxy)
            : throw new UriFormatException(
                $"The environment variable {name} holds no proxy's address. Write it as http://HOST:PORT or socks5://HOST:PORT.");
    }

    // 1080 is what IANA has registered for SOCKS.
    private static Uri WithPort(Uri proxy) => proxy.Port > 0 ? proxy : new UriBuilder(proxy) { Port = 1080 }.Uri;
}

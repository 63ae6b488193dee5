using System.Net;

namespace Parley;

/// <summary>One request of an opening handshake: to the address that was asked for, or to one it was redirected to.</summary>
internal sealed class ClientRequest
{
    // A token may travel as a subprotocol, since browsers have no other place for it.
    private static readonly string[] _tokenPrefixes = ["bearer.", "base64url.bearer."];

    private static readonly string[] _secretFields = ["Authorization", "Cookie", "Proxy-Authorization"];

    private readonly string? _authorization;
    private readonly bool _isOtherOrigin;

    /// <summary>The first request.</summary>
    public ClientRequest(Uri uri, WebSocketClientOptions options)
    {
        _authorization = BasicCredentials.InAddress(uri) is { } credentials ? BasicCredentials.Format(credentials) : null;
        Uri = WithoutCredentials(uri);
        Options = options;
        Subprotocols = options.Subprotocols;
    }

    private ClientRequest(ClientRequest first, Uri uri, bool isOtherOrigin)
    {
        _authorization = isOtherOrigin ? null : first._authorization;
        _isOtherOrigin = isOtherOrigin;
        Uri = uri;
        Options = first.Options;
        Subprotocols = isOtherOrigin ? [.. first.Subprotocols.Where(static name => !IsToken(name))] : first.Subprotocols;
    }

    /// <summary>Where to, without a name and password.</summary>
    public Uri Uri { get; }

    public WebSocketClientOptions Options { get; }

    public IReadOnlyCollection<string> Subprotocols { get; }

    public bool IsSecure => Uri.Scheme == "wss";

    /// <summary>How TLS is spoken. Another origin is shown no certificate of the client's.</summary>
    public ClientTlsOptions Tls => _isOtherOrigin ? Options.Tls with { ClientCertificates = [], ServerName = null } : Options.Tls;

    /// <summary>The server's host and port.</summary>
    public string Authority => $"{(Uri.HostNameType == UriHostNameType.IPv6 ? $"[{Uri.IdnHost}]" : Uri.IdnHost)}:{Uri.Port}";

    /// <summary>The address as messages show it: without the query, which may hold a token.</summary>
    public string Shown => Uri.GetLeftPart(UriPartial.Path);

    /// <summary>The same request to another address. Secrets don't go to another origin, nor come back from there.</summary>
    public ClientRequest RedirectedTo(Uri uri)
    {
        Uri target = WithoutCredentials(uri);
        bool isSameOrigin = Uri.Compare(
            Uri, target, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
        return new ClientRequest(this, target, _isOtherOrigin || !isSameOrigin);
    }

    /// <summary>The header fields besides those of every handshake.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields()
    {
        string? cookies = Options.Cookies?.GetCookieHeader(HttpAddress()) is { Length: > 0 } kept ? kept : null;
        bool hasAuthorization = false;
        foreach ((string name, string value) in Options.Fields)
        {
            if (_isOtherOrigin && _secretFields.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            // RFC 6265 section 5.4: one Cookie field.
            bool isCookie = cookies is not null && name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);
            hasAuthorization |= name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
            yield return new(name, isCookie ? $"{value}; {cookies}" : value);
            cookies = isCookie ? null : cookies;
        }

        if (_authorization is not null && !hasAuthorization)
        {
            yield return new("Authorization", _authorization);
        }

        if (cookies is not null)
        {
            yield return new("Cookie", cookies);
        }
    }

    /// <summary>Keeps a cookie that the server has set.</summary>
    public void Keep(string cookie)
    {
        try
        {
            Options.Cookies?.SetCookies(HttpAddress(), cookie);
        }
        catch (CookieException)
        {
            // RFC 6265 section 5.2: what is no cookie is ignored.
        }
    }

    // Cookies know no schemes but HTTP's.
    private Uri HttpAddress() => new UriBuilder(Uri) { Scheme = IsSecure ? "https" : "http", Port = Uri.Port }.Uri;

    private static Uri WithoutCredentials(Uri uri) =>
        uri.UserInfo.Length == 0 ? uri : new UriBuilder(uri) { UserName = "", Password = "" }.Uri;

    private static bool IsToken(string subprotocol) =>
        _tokenPrefixes.Any(prefix => subprotocol.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}

namespace Parley.Protocol;

/// <summary>
/// Which web pages may connect (RFC 6455 section 10.2). A browser says where a page came from in <c>Origin</c>;
/// without this check any page on the web could use its visitor's cookies here. Programs that send no Origin pass.
/// </summary>
public sealed class OriginPolicy
{
    /// <summary>The entry that lets every page in.</summary>
    public const string Any = "*";

    private readonly HashSet<string> _allowed;

    /// <summary>Makes a policy.</summary>
    /// <param name="allowed">
    /// Origins that may connect besides the server's own host: <c>https://example.com</c>, with a port if it is not
    /// the scheme's own; <c>null</c>, as pages opened from a file say; or <c>*</c> for all.
    /// </param>
    /// <exception cref="ArgumentException">An entry is none of these.</exception>
    public OriginPolicy(IEnumerable<string> allowed)
    {
        _allowed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string origin in allowed)
        {
            _allowed.Add(Normalize(origin) ?? throw new ArgumentException(
                $"'{origin}' is no origin. Write it as https://example.com or http://localhost:3000, without a path; "
                + "'null' for pages opened from a file; '*' for all.",
                nameof(allowed)));
        }
    }

    /// <summary>Whether a page from <paramref name="origin"/> may connect.</summary>
    /// <param name="origin">The request's Origin, or null if it has none.</param>
    /// <param name="host">The request's Host.</param>
    public bool Allows(string? origin, string host)
    {
        if (origin is null || _allowed.Contains(Any))
        {
            return true;
        }

        return Normalize(origin) is { } normal && (_allowed.Contains(normal) || IsSameHost(normal, host));
    }

    // A page's scheme is not compared: behind a proxy that ends TLS, only the host is the same on both sides.
    private static bool IsSameHost(string origin, string host)
    {
        int schemeEnd = origin.IndexOf("://", StringComparison.Ordinal);
        return schemeEnd > 0
            && Normalize(origin[..schemeEnd] + "://" + host) is { } own
            && own.Equals(origin, StringComparison.OrdinalIgnoreCase);
    }

    // RFC 6454 section 6.2: scheme, host, and the port unless it is the scheme's own. Nothing else may follow.
    private static string? Normalize(string origin)
    {
        if (origin is Any or "null")
        {
            return origin;
        }

        bool hasMore = origin.AsSpan(Math.Min(origin.Length, origin.IndexOf("://", StringComparison.Ordinal) + 3))
            .ContainsAny("/?#@\\");
        return !hasMore && Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0
            ? $"{uri.Scheme}://{uri.Authority}"
            : null;
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Parley.Protocol;

/// <summary>
/// The request line and the header fields of an HTTP/1.1 request (RFC 9112 section 3), or what HTTP/2 has in their place
/// (RFC 9113 section 8.3.1).
/// </summary>
public sealed class RequestHead
{
    private RequestHead(string method, string target, Version version, HeaderFields fields)
    {
        Method = method;
        Target = target;
        HttpVersion = version;
        Fields = fields;
    }

    /// <summary>The method, as it came: for a WebSocket <c>GET</c>, over HTTP/2 <c>CONNECT</c>.</summary>
    public string Method { get; }

    /// <summary>The path and the query as they came, still percent-encoded; it starts with a slash.</summary>
    public string Target { get; }

    /// <summary>1.1, or 1.0 from an old client; 2.0 or 3.0 from a host that speaks them.</summary>
    public Version HttpVersion { get; }

    /// <summary>
    /// What an extended CONNECT wants to speak, its <c>:protocol</c> (RFC 8441 section 4): <c>websocket</c>. Null for any
    /// other request.
    /// </summary>
    public string? Protocol { get; private init; }

    /// <summary>The header fields.</summary>
    public HeaderFields Fields { get; }

    /// <summary>The target's path, still percent-encoded.</summary>
    public string Path => Target.IndexOf('?') is var mark and >= 0 ? Target[..mark] : Target;

    /// <summary>The target's query without its question mark; empty if there is none.</summary>
    public string Query => Target.IndexOf('?') is var mark and >= 0 ? Target[(mark + 1)..] : "";

    /// <summary>Makes a head from its parts, as a host does that has read the request itself.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">The path and the query, percent-encoded.</param>
    /// <param name="fields">The header fields, in order.</param>
    public static RequestHead Create(string method, string target, IEnumerable<KeyValuePair<string, string>> fields) =>
        Create(method, target, fields, System.Net.HttpVersion.Version11, protocol: null);

    /// <summary>Makes a head from its parts, as a host does that has read the request itself.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">The path and the query, percent-encoded.</param>
    /// <param name="fields">
    /// The header fields, in order. Over HTTP/2 the host has put <c>:authority</c> into <c>Host</c> (RFC 9113 section
    /// 8.3.1), and leaves other pseudo-header fields out.
    /// </param>
    /// <param name="httpVersion">The version of HTTP that the request came with.</param>
    /// <param name="protocol">An extended CONNECT's <c>:protocol</c>; null for any other request.</param>
    public static RequestHead Create(
        string method,
        string target,
        IEnumerable<KeyValuePair<string, string>> fields,
        Version httpVersion,
        string? protocol)
    {
        var bytes = new ArrayBufferWriter<byte>();
        List<HeaderFieldRange> ranges = [];
        foreach ((string name, string value) in fields)
        {
            Range nameRange = Append(bytes, name);
            ranges.Add(new HeaderFieldRange(nameRange, Append(bytes, value)));
        }

        return new RequestHead(method, target, httpVersion, new HeaderFields(bytes.WrittenSpan.ToArray(), [.. ranges]))
        {
            Protocol = protocol,
        };
    }

    /// <summary>Reads a whole head.</summary>
    /// <param name="head">The head, as <see cref="HeadReader"/> gives it; copied.</param>
    /// <param name="request">The request.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> head,
        [NotNullWhen(true)] out RequestHead? request,
        [NotNullWhen(false)] out HandshakeError? error)
    {
        request = null;
        byte[] bytes = head.ToArray();
        ReadOnlySpan<byte> line = bytes.AsSpan(0, HeadParser.FirstLineLength(bytes));
        error = CheckLine(line, out Range method, out Range target, out Version version);
        error ??= HeadParser.ReadFields(bytes, out HeaderFields fields) is { } wrong
            ? wrong
            : Finish(line, method, target, version, fields, out request);
        return request is not null;
    }

    private static HandshakeError? Finish(
        ReadOnlySpan<byte> line, Range method, Range target, Version version, HeaderFields fields, out RequestHead request)
    {
        ReadOnlySpan<byte> verb = line[method];
        string verbText = verb.SequenceEqual("GET"u8) ? "GET" : Encoding.ASCII.GetString(verb);
        request = new RequestHead(verbText, Encoding.ASCII.GetString(line[target]), version, fields);
        return null;
    }

    // RFC 9112 section 3: method SP request-target SP HTTP-version, with one blank each.
    private static HandshakeError? CheckLine(
        ReadOnlySpan<byte> line, out Range method, out Range target, out Version version)
    {
        (method, target, version) = (default, default, System.Net.HttpVersion.Version11);
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last == first)
        {
            return new HandshakeError(400, "The request line must be a method, a path and HTTP/1.1.");
        }

        ReadOnlySpan<byte> protocol = line[(last + 1)..];
        if (protocol.SequenceEqual("HTTP/1.0"u8))
        {
            version = System.Net.HttpVersion.Version10;
        }
        else if (!protocol.SequenceEqual("HTTP/1.1"u8))
        {
            return new HandshakeError(400, "The request line must end with HTTP/1.1.");
        }

        (method, target) = (..first, (first + 1)..last);
        if (!HttpSyntax.IsToken(line[method]))
        {
            return new HandshakeError(400, "The request line must start with a method.");
        }

        // RFC 9112 section 3.2: the origin form. The absolute form is for proxies, and this is none.
        return HttpSyntax.IsTarget(line[target]) && line[target][0] == '/'
            ? null
            : new HandshakeError(400, "The request target must be a path that starts with a slash, percent-encoded.");
    }

    private static Range Append(ArrayBufferWriter<byte> bytes, string text)
    {
        int start = bytes.WrittenCount;
        Encoding.UTF8.GetBytes(text, bytes);
        return start..bytes.WrittenCount;
    }
}

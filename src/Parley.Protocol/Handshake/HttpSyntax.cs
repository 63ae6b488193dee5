using System.Buffers;

namespace Parley.Protocol;

/// <summary>The characters that RFC 9110 and RFC 9112 allow where.</summary>
internal static class HttpSyntax
{
    public const byte Tab = (byte)'\t';

    // RFC 9110 section 5.6.2: the characters of a token.
    private const string TokenCharacters =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> _token = SearchValues.Create(TokenCharacters);

    private static readonly SearchValues<byte> _tokenBytes =
        SearchValues.Create([.. TokenCharacters.Select(static c => (byte)c)]);

    // RFC 3986 section 3: what a path and a query may hold, "%" for percent-encoding included. "#" starts a fragment,
    // which a request target has none of (RFC 6455 section 3).
    private static readonly SearchValues<byte> _target = SearchValues.Create(
        "-._~!$&'()*+,;=:@/?%[]|^`{}\"\\0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // Host: a name, an IPv4 address or an IPv6 address in brackets, and a port.
    private static readonly SearchValues<char> _host = SearchValues.Create(
        "-._~!$&'()*+,;=:%[]0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(_token);

    // Nobody asks about nothing: what stands before a colon or a blank has been found not to be empty.
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(_tokenBytes);

    public static bool IsTokenCharacter(char c) => _token.Contains(c);

    public static bool IsTarget(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(_target);

    public static bool IsHost(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(_host);

    public static string Phrase(int statusCode) => statusCode switch
    {
        101 => "Switching Protocols",
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        426 => "Upgrade Required",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    };
}

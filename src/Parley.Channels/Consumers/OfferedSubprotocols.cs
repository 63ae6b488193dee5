namespace Parley.Channels;

/// <summary>Which of a client's subprotocols is answered where any will do.</summary>
internal static class OfferedSubprotocols
{
    /// <summary>Promises sessions, which is not anybody's to promise.</summary>
    private const string Sessions = "parley.v1";

    // How a browser sends a token (docs/howto/authentication.md). It is a secret, and never answered.
    private static readonly string[] _tokens = ["bearer.", "base64url.bearer.authorization.k8s.io."];

    /// <summary>The first that promises nothing; null if there is none.</summary>
    /// <remarks>
    /// A browser that offers subprotocols fails a connection that answers none of them (WebSockets Standard, section 2.2).
    /// </remarks>
    public static string? First(IReadOnlyList<string> offered) => offered.FirstOrDefault(static name =>
        name != Sessions && !_tokens.Any(token => name.StartsWith(token, StringComparison.Ordinal)));
}

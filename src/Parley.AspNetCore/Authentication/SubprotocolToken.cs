using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;
using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>
/// A token that a browser sends as one of its subprotocols: <c>bearer.TOKEN</c>, or as Kubernetes has it, in base64url
/// behind <c>base64url.bearer.authorization.k8s.io.</c>, which any token fits into.
/// </summary>
internal static class SubprotocolToken
{
    private const string Plain = "bearer.";
    private const string Encoded = "base64url.bearer.authorization.k8s.io.";

    /// <summary>Takes the token out of the list, if there is one, so that nobody sees it there or answers with it.</summary>
    /// <param name="fields">The request's header fields.</param>
    /// <returns>What is wrong with it; null also if there is none.</returns>
    public static HandshakeError? TryMove(IHeaderDictionary fields)
    {
        string list = fields.SecWebSocketProtocol.ToString();
        if (!list.Contains(Plain, StringComparison.Ordinal))
        {
            // The longer form has it inside.
            return null;
        }

        string[] names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] tokens = [.. names.Where(IsToken)];
        if (tokens.Length == 0)
        {
            return null;
        }

        string[] others = [.. names.Where(static name => !IsToken(name))];
        fields.SecWebSocketProtocol = string.Join(", ", others);
        if (tokens.Length > 1 || Decode(tokens[0]) is not { } token)
        {
            return new HandshakeError(400, $"Sec-WebSocket-Protocol may hold one token: {Plain}TOKEN or {Encoded}BASE64URL.");
        }

        // A browser fails the connection if none of what it offered is answered, and the token never is.
        if (others.Length == 0)
        {
            return new HandshakeError(400, "Offer a subprotocol besides the token, one that the server speaks: the token is never answered.");
        }

        BearerTokens.Move(token, fields);
        return null;
    }

    private static bool IsToken(string name) =>
        name.StartsWith(Plain, StringComparison.Ordinal) || name.StartsWith(Encoded, StringComparison.Ordinal);

    private static string? Decode(string name)
    {
        string token = name.StartsWith(Plain, StringComparison.Ordinal) ? name[Plain.Length..] : FromBase64Url(name[Encoded.Length..]);
        return BearerTokens.IsToken(token) ? token : null;
    }

    private static string FromBase64Url(string text) =>
        Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : "";
}

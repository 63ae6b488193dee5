using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Parley.AspNetCore;

/// <summary>
/// Browsers can't give a WebSocket an <c>Authorization</c>. What they can give is moved there, so that the application's
/// own authentication finds it, and nothing else does.
/// </summary>
internal static class BearerTokens
{
    // RFC 6750 section 2.1, b64token.
    private static readonly SearchValues<char> _characters = SearchValues.Create(
        "-._~+/=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(_characters);

    /// <summary>Whether a request wants a WebSocket. Only then may a token stand anywhere else than in its field.</summary>
    public static bool IsHandshake(IFeatureCollection features, IHttpRequestFeature request) =>
        HttpMethods.IsGet(request.Method)
            ? request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
            : features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Puts a token where the application's authentication looks. A client that set the field itself is believed.</summary>
    public static void Move(string token, IHeaderDictionary fields)
    {
        if (fields.Authorization.Count == 0)
        {
            fields.Authorization = "Bearer " + token;
        }
    }
}

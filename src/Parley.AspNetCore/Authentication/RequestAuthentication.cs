using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Parley.AspNetCore;

/// <summary>Gives a connection the user that the application's authentication found, and the end of its validity.</summary>
internal static class RequestAuthentication
{
    public static void Apply(HttpContext context, WebSocketConnection connection, ParleyOptions options)
    {
        if (context.Features.Get<IHttpAuthenticationFeature>()?.User is { } user)
        {
            connection.Authentication.Renew(user, options.CloseOnAuthenticationExpiration ? ExpiryOf(context, user) : null);
        }
    }

    // A cookie's ticket and the platform's JWT bearer handler say when they expire. A handler that does not may still
    // have kept the token's claim.
    private static DateTimeOffset? ExpiryOf(HttpContext context, ClaimsPrincipal user) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc
        ?? user.Identities
            .Where(static identity => identity.IsAuthenticated)
            .SelectMany(static identity => identity.FindAll("exp"))
            .Min(static claim => FromNumericDate(claim.Value));

    // RFC 7519 section 2: seconds since 1970, perhaps with a fraction.
    private static DateTimeOffset? FromNumericDate(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
        && seconds >= 0
        && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;
}

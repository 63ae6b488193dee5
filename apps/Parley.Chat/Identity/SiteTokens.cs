using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Parley.Chat;

/// <summary>Takes the tokens of the operator's own site: JWTs with <c>sub</c>, <c>exp</c>, and a <c>name</c>.</summary>
internal sealed class SiteTokens
{
    // A session's user has at most 256 bytes of UTF-8, the name among them.
    private const int MaxSubject = 90;

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters? _parameters;

    public SiteTokens(ChatSettings settings, TimeProvider time)
    {
        if (TokenKey.Read(settings) is not { } key)
        {
            return;
        }

        _parameters = new TokenValidationParameters
        {
            IssuerSigningKey = key.Key,
            TryAllIssuerSigningKeys = true,
            ValidAlgorithms = [key.Algorithm],
            ValidateIssuer = settings.TokenIssuer is not null,
            ValidIssuer = settings.TokenIssuer,
            ValidateAudience = settings.TokenAudience is not null,
            ValidAudience = settings.TokenAudience,
            RequireExpirationTime = true,
            LifetimeValidator = (start, end, _, _) =>
                (start is null || start <= time.GetUtcNow().UtcDateTime.AddMinutes(1)) && end > time.GetUtcNow().UtcDateTime,
        };
    }

    /// <summary>Whether the operator's site signs people in.</summary>
    public bool AreTaken => _parameters is not null;

    /// <summary>Whom a token names, or why it is not taken.</summary>
    public async ValueTask<Credentials> ReadAsync(string token)
    {
        if (_parameters is null)
        {
            return Refused("This chat takes no tokens: its operator has set neither TokenSecret nor TokenKeyFile.");
        }

        TokenValidationResult result = await _handler.ValidateTokenAsync(token, _parameters);
        return result is { IsValid: true, SecurityToken: JsonWebToken jwt } ? Read(jwt) : Refused(Explain(result.Exception));
    }

    private static Credentials Read(JsonWebToken token)
    {
        string subject = Uri.EscapeDataString(token.Subject ?? "");
        if (subject.Length is 0 or > MaxSubject || Encoding.UTF8.GetByteCount(subject) > MaxSubject)
        {
            return Refused($"The token's sub must have 1 to {MaxSubject} characters, percent-encoded.");
        }

        string? name = token.TryGetClaim("name", out Claim given) ? given.Value : token.Subject;
        return GuestNames.Clean(name) is { } clean
            ? new Credentials(
                new ChatUser(UserKind.Person, subject, clean),
                token.Claims.Any(static claim => claim is { Type: "role" or "roles", Value: "admin" }),
                new DateTimeOffset(token.ValidTo, TimeSpan.Zero))
            : Refused($"The token's name must have 1 to {GuestNames.MaxLength} characters, and none that can't be seen.");
    }

    private static Credentials Refused(string why) => new(null, Refusal: why);

    private static string Explain(Exception? exception) => exception switch
    {
        SecurityTokenNoExpirationException => "The token has no exp: one that never ends is not taken.",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException => "The token has expired, or does not hold yet.",
        SecurityTokenInvalidIssuerException => "The token's iss is not the issuer that is expected.",
        SecurityTokenInvalidAudienceException => "The token's aud is not the audience that is expected.",
        SecurityTokenMalformedException or ArgumentException => "This is no JWT.",
        _ => "The token's signature is not good.",
    };
}

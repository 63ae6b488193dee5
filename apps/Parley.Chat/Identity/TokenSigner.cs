using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Parley.Chat;

/// <summary>Signs what the chat itself says of somebody, and knows it again: JWTs under the chat's own key.</summary>
internal sealed class TokenSigner
{
    private const string Issuer = "parley-chat";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly SigningCredentials _credentials;
    private readonly byte[] _key;
    private readonly TimeProvider _time;

    public TokenSigner(byte[] key, TimeProvider time)
    {
        _key = key;
        _time = time;
        _credentials = new SigningCredentials(new SymmetricSecurityKey(Derive("tokens")), SecurityAlgorithms.HmacSha256);
    }

    /// <summary>A secret of its own for something else, always the same under the same key.</summary>
    public byte[] Derive(string purpose) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(purpose));

    /// <summary>Signs a token.</summary>
    public string Sign(string purpose, string subject, DateTimeOffset expiresAt)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = purpose,
            Expires = expiresAt.UtcDateTime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = subject },
            SigningCredentials = _credentials,
        };
        return _handler.CreateToken(descriptor);
    }

    /// <summary>Whom a token names and until when; null if it is forged, expired, or for something else.</summary>
    public async ValueTask<(string Subject, DateTimeOffset ExpiresAt)?> ReadAsync(string purpose, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        TokenValidationResult result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = purpose,
            IssuerSigningKey = _credentials.Key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            LifetimeValidator = (_, expires, _, _) => expires > _time.GetUtcNow().UtcDateTime,
        });
        return result is { IsValid: true, SecurityToken: JsonWebToken { Subject: { Length: > 0 } subject } read }
            ? (subject, new DateTimeOffset(read.ValidTo, TimeSpan.Zero))
            : null;
    }
}

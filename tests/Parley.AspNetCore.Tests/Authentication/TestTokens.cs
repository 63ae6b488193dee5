using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Parley.Testing;

namespace Parley.AspNetCore.Tests.Authentication;

/// <summary>Makes and checks signed tokens, by a test's clock.</summary>
internal sealed class TestTokens(TestClock clock)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SymmetricSecurityKey _key = new(new byte[64]);

    public TestClock Clock => clock;

    public string Make(string name, TimeSpan lifetime) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Subject = new ClaimsIdentity([new Claim("name", name)]),
        Expires = (clock.GetUtcNow() + lifetime).UtcDateTime,
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
    });

    /// <summary>The user of a valid token, or null.</summary>
    public async Task<ClaimsPrincipal?> CheckAsync(string token)
    {
        TokenValidationResult result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = _key,
            NameClaimType = "name",
            ValidateAudience = false,
            ValidateIssuer = false,
            LifetimeValidator = (_, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime,
        });
        return result.IsValid ? new ClaimsPrincipal(result.ClaimsIdentity) : null;
    }
}

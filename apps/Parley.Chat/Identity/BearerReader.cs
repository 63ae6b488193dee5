namespace Parley.Chat;

/// <summary>Reads bearer tokens: those of guests on other sites, which are our own, and those of the operator's site.</summary>
internal sealed class BearerReader(TokenSigner signer, SiteTokens site)
{
    public async ValueTask<Credentials> ReadAsync(string token)
    {
        if (await signer.ReadAsync(TokenPurpose.Widget, token) is { } own && ChatUser.TryParse(own.Subject, out ChatUser? guest))
        {
            return new Credentials(guest, ExpiresAt: own.ExpiresAt);
        }

        return await site.ReadAsync(token);
    }
}

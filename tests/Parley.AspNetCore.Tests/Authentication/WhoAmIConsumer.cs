using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Parley.Channels;

namespace Parley.AspNetCore.Tests.Authentication;

/// <summary>
/// Speaks <c>app.v1</c>. It answers with what it knows of its client, and takes a fresh token that begins with
/// <c>token </c>.
/// </summary>
internal sealed class WhoAmIConsumer(TestTokens tokens) : Consumer
{
    protected override ValueTask OnConnectAsync(CancellationToken cancellationToken) =>
        AcceptAsync(Scope.Subprotocols.Contains("app.v1") ? "app.v1" : null);

    protected override async ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken)
    {
        if (message.GetText() is ['t', 'o', 'k', 'e', 'n', ' ', .. var token])
        {
            ClaimsPrincipal? user = await tokens.CheckAsync(token);
            if (user?.Identity?.Name != Scope.User.Identity!.Name)
            {
                await SendAsync("refused", cancellationToken);
                return;
            }

            Authentication.Renew(user!, new DateTimeOffset(new JsonWebToken(token).ValidTo));
        }

        await SendAsync(
            $"{Scope.User.Identity!.Name}|{string.Join(',', Scope.Subprotocols)}|{Scope.Fields["Sec-WebSocket-Protocol"]}|{Scope.QueryString}",
            cancellationToken);
    }
}

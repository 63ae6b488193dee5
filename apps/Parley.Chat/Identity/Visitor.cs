using System.Globalization;
using System.Security.Claims;

namespace Parley.Chat;

/// <summary>Who asks: the user of a request and of its connection.</summary>
internal sealed class Visitor : ClaimsPrincipal
{
    private Visitor(ClaimsIdentity identity)
        : base(identity)
    {
    }

    /// <summary>Who it is; null if nobody has said.</summary>
    public ChatUser? User { get; private init; }

    /// <summary>Whether they look after the chat.</summary>
    public bool IsAdmin { get; private init; }

    /// <summary>Why the token that they brought is not taken; null if it is, or there was none.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Where they come from.</summary>
    public string Address { get; private init; } = "";

    /// <summary>Where they come from, as limits count it: <see cref="ClientNetwork"/>.</summary>
    public string Network { get; private init; } = "";

    /// <summary>When they asked.</summary>
    public DateTimeOffset Since { get; private init; }

    /// <summary>Who asks, as <see cref="Visitors"/> has found out.</summary>
    public static Visitor Of(HttpContext context) => (Visitor)context.User;

    /// <summary>Somebody known, or nobody.</summary>
    public static Visitor Create(HttpContext context, DateTimeOffset now, Credentials credentials)
    {
        var identity = new ClaimsIdentity(credentials.User is null ? null : "chat");
        if (credentials.User is { } user)
        {
            identity.AddClaim(new Claim("sub", user.Value));
            if (credentials.ExpiresAt is { } end)
            {
                // The endpoint closes the connection then.
                identity.AddClaim(new Claim("exp", end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
            }
        }

        return new Visitor(identity)
        {
            User = credentials.User,
            IsAdmin = credentials.IsAdmin,
            Refusal = credentials.Refusal,
            Address = context.Connection.RemoteIpAddress?.ToString() ?? "",
            Network = ClientNetwork.Of(context.Connection.RemoteIpAddress),
            Since = now,
        };
    }
}

namespace Parley.Chat;

/// <summary>What one of our own tokens is good for. One kind is not taken for another.</summary>
internal static class TokenPurpose
{
    /// <summary>The cookie of a guest, or of somebody who has signed in with a token of the operator's site.</summary>
    public const string Session = "session";

    /// <summary>The cookie of somebody who knows the administrators' secret.</summary>
    public const string Admin = "admin";

    /// <summary>The bearer token of a guest on another site.</summary>
    public const string Widget = "widget";
}

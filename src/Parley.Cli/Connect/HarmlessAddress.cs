namespace Parley.Cli.Connect;

/// <summary>Addresses as they may be shown: what is secret in them stays so.</summary>
internal static class HarmlessAddress
{
    /// <summary>Without a name, a password and the query, which may be a token.</summary>
    public static string Of(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}

using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>What a subprotocol may be called (RFC 6455 section 4.1, item 10).</summary>
internal static class SubprotocolNames
{
    public const string Rule = "a name has letters, digits and signs such as '.', '-' and '_', without spaces and commas.";

    public static bool IsName(string name) =>
        SubprotocolList.TryParse(name, out IReadOnlyList<string>? names) && names.Count == 1 && names[0] == name;
}

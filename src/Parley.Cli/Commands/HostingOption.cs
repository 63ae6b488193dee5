using System.CommandLine;

namespace Parley.Cli;

/// <summary>The option <c>--hosting</c>.</summary>
internal static class HostingOption
{
    private static readonly Dictionary<string, HostingKind> _kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["standalone"] = HostingKind.Standalone,
        ["kestrel"] = HostingKind.Kestrel,
        ["kestrel-engine"] = HostingKind.KestrelEngine,
    };

    public static Option<HostingKind> Create() => new("--hosting")
    {
        Description = "What the server runs on: Parley's own server, ASP.NET Core's Kestrel, or Kestrel with Parley's engine as "
            + "its transport, where a WebSocket costs hardly more than on Parley's own.",
        HelpName = string.Join('|', _kinds.Keys),
        DefaultValueFactory = static _ => HostingKind.Standalone,
        CustomParser = static result =>
        {
            string name = result.Tokens[0].Value;
            if (_kinds.TryGetValue(name, out HostingKind kind))
            {
                return kind;
            }

            result.AddError($"--hosting takes {string.Join(", ", _kinds.Keys)}; '{name}' is none of them.");
            return default;
        },
    };
}

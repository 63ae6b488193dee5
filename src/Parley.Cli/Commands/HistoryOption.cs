using System.CommandLine;

namespace Parley.Cli;

/// <summary>The option <c>--history</c>.</summary>
internal static class HistoryOption
{
    private const string SqlitePrefix = "sqlite:";

    public static Option<HistorySettings> Create() => new("--history")
    {
        Description = "Where the rooms' publications are kept, so that sessions (the subprotocol parley.v1) recover what they "
            + "missed: in memory, until the server stops; in a SQLite file, where they outlive it however it ends; or nowhere.",
        HelpName = "memory|sqlite:FILE|none",
        DefaultValueFactory = static _ => new HistorySettings(HistoryKind.Memory),
        CustomParser = static result =>
        {
            string text = result.Tokens[0].Value;
            if (text == "memory" || text == "none")
            {
                return new HistorySettings(text == "none" ? HistoryKind.None : HistoryKind.Memory);
            }

            if (text.StartsWith(SqlitePrefix, StringComparison.Ordinal) && text.Length > SqlitePrefix.Length)
            {
                return new HistorySettings(HistoryKind.Sqlite, text[SqlitePrefix.Length..]);
            }

            result.AddError($"--history takes memory, none, or sqlite: and a file, such as sqlite:room.db; '{text}' is none of them.");
            return new HistorySettings(HistoryKind.None);
        },
    };
}

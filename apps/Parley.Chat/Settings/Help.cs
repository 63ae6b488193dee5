using System.Globalization;
using System.Text;

namespace Parley.Chat;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    private const int TextColumn = 28;

    private const string Head = """
        Parley chat: rooms in the browser, a box for the corner of your site, and pages for whoever looks after them.

        Usage: Parley.Chat [OPTIONS]

        It keeps everything in the folder data, and prints where it is open, and a link for administrators.


        """;

    private const string Tail = """

        Each option is a setting: --admin-secret is PARLEY_ADMIN_SECRET in the environment, and AdminSecret in
        appsettings.json or the file that --config names. Flags go before the environment, and that before files.

        Sections Logging, Kestrel and Parley of a file, and flags such as --Parley:MaxConnections 5000, set the platform's
        and the WebSockets' own options. docs/howto/chat.md has more: tokens, Redis, proxies, backups, abuse.
        """;

    public static string Text { get; } = Write();

    private static string Write()
    {
        var text = new StringBuilder(Head);
        foreach (Setting setting in SettingTable.All)
        {
            string flag = $"  {setting.Flag} {setting.Value}".TrimEnd();
            string more = setting.IsList ? " May be given again." : "";
            text.Append(flag.Length < TextColumn ? flag.PadRight(TextColumn) : $"{flag}\n{new string(' ', TextColumn)}")
                .Append(setting.Text).Append(more)
                .Append(CultureInfo.InvariantCulture, $" [{setting.Default}]\n");
        }

        return text.Append("  --help".PadRight(TextColumn)).Append("This text.\n").Append(Tail).ToString().ReplaceLineEndings("\n");
    }
}

namespace Parley.Chat;

/// <summary>Reads the flags. What has a colon, such as <c>--Logging:LogLevel:Parley Debug</c>, is a key of the configuration itself.</summary>
internal static class CommandLine
{
    /// <summary>What the flags set.</summary>
    /// <exception cref="SettingsException">A flag is unknown, or lacks its value.</exception>
    public static IReadOnlyDictionary<string, string?> Read(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < args.Count; i++)
        {
            (string flag, string? value) = Split(args[i]);
            string name = NameOf(flag, args[i], out bool needsValue, out bool isList);
            if (value is null && needsValue)
            {
                value = ++i < args.Count ? args[i] : throw new SettingsException($"{flag} needs a value. --help lists all options.");
            }

            value ??= "yes";
            values[name] = isList && values.TryGetValue(name, out string? before) ? $"{before},{value}" : value;
        }

        return values;
    }

    private static (string Flag, string? Value) Split(string argument)
    {
        int end = argument.IndexOf('=', StringComparison.Ordinal);
        return end < 0 ? (argument, null) : (argument[..end], argument[(end + 1)..]);
    }

    private static string NameOf(string flag, string argument, out bool needsValue, out bool isList)
    {
        (needsValue, isList) = (true, false);
        if (flag.StartsWith("--", StringComparison.Ordinal) && flag.Contains(':', StringComparison.Ordinal))
        {
            return flag[2..];
        }

        Setting setting = SettingTable.All.FirstOrDefault(setting => setting.Flag == flag)
            ?? throw new SettingsException($"Unknown option {argument}. --help lists all options.");
        needsValue = setting.Value.Length > 0;
        isList = setting.IsList;
        return setting.Name;
    }
}

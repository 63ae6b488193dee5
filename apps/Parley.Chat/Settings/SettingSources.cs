using System.Collections;
using Microsoft.Extensions.Configuration.Memory;

namespace Parley.Chat;

/// <summary>Where settings come from: appsettings.json, the file that is named, the environment, the flags. The last one counts.</summary>
internal static class SettingSources
{
    /// <summary>Adds the sources to the configuration.</summary>
    /// <exception cref="SettingsException">A flag, a variable or the file is wrong.</exception>
    public static void Add(ConfigurationManager configuration, IReadOnlyList<string> args)
    {
        // What appsettings.json says, where there is one.
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
                ["Logging:LogLevel:Parley.WebSocketConnection"] = "Warning",
            },
        });
        IReadOnlyDictionary<string, string?> flags = CommandLine.Read(args);
        Dictionary<string, string?> variables = ReadEnvironment();
        if (flags.GetValueOrDefault("Config") is { } file || variables.TryGetValue("Config", out file!))
        {
            AddFile(configuration, file);
        }

        // A list that is set again replaces the former: what the former file has of it must not show through.
        var values = new Dictionary<string, string?>(variables, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string? value) in flags)
        {
            values[name] = value;
        }

        configuration.AddInMemoryCollection(values);
    }

    private static void AddFile(ConfigurationManager configuration, string file)
    {
        try
        {
            var own = new ConfigurationBuilder();
            own.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
            foreach (IConfigurationSection section in own.Build().GetChildren())
            {
                if (SettingTable.Find(section.Key) is null && section.Key is not ("Logging" or "Parley" or "AllowedHosts" or "Kestrel"))
                {
                    throw new SettingsException($"{file} has {section.Key}, which is no setting. --help lists all settings.");
                }
            }

            configuration.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The settings in {file} can't be read: {exception.InnerException?.Message ?? exception.Message}");
        }
    }

    private static Dictionary<string, string?> ReadEnvironment()
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (SettingTable.All.FirstOrDefault(setting => setting.Variable == (string)variable.Key) is { } setting)
            {
                values[setting.Name] = (string?)variable.Value;
            }
        }

        return values;
    }
}

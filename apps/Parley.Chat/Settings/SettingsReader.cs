using System.Globalization;
using System.Net;
using Parley.Channels.Redis;
using Parley.Protocol;

namespace Parley.Chat;

/// <summary>Makes settings of the configuration, and says what is wrong with it.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private const int LeastAdminSecret = 16;
    private const int LeastSigningKey = 32;

    /// <summary>Reads and checks all settings.</summary>
    /// <exception cref="SettingsException">One of them can't be.</exception>
    public static ChatSettings Read(IConfiguration configuration) => new SettingsReader(configuration).Read();

    private ChatSettings Read()
    {
        var defaults = new ChatSettings();
        var settings = new ChatSettings
        {
            Data = Text("Data") ?? defaults.Data,
            Redis = Redis(),
            RedisPrefix = Prefix() ?? defaults.RedisPrefix,
            RedisDurable = YesOrNo("RedisDurable", defaults.RedisDurable),
            Title = Title() ?? defaults.Title,
            Language = OneOf("Language", null, "en", "zh"),
            Rooms = Rooms(),
            RoomCreation = Enum.Parse<RoomCreation>(OneOf("RoomCreation", "everyone", "everyone", "people", "administrators")!, ignoreCase: true),
            MaxRooms = Number("MaxRooms", defaults.MaxRooms, 1, 100_000),
            RoomsPerPerson = Number("RoomsPerPerson", defaults.RoomsPerPerson, 1, 100_000),
            Guests = YesOrNo("Guests", defaults.Guests),
            ReservedNames = List("ReservedNames"),
            AllowedOrigins = Origins(),
            TrustedProxies = Proxies(),
            AdminSecret = Secret("AdminSecret", LeastAdminSecret),
            SigningKey = Secret("SigningKey", LeastSigningKey),
            TokenSecret = Text("TokenSecret"),
            TokenKeyFile = Text("TokenKeyFile"),
            TokenIssuer = Text("TokenIssuer"),
            TokenAudience = Text("TokenAudience"),
            TextLength = Number("TextLength", defaults.TextLength, 1, 10_000),
            PictureSize = Number("PictureSize", defaults.PictureSize, 1024, 16 * 1024 * 1024),
            PicturesPerMessage = Number("PicturesPerMessage", defaults.PicturesPerMessage, 1, 20),
            PictureSpace = Number("PictureSpace", defaults.PictureSpace, 1, 16 * 1024 * 1024),
            HistoryDays = Number("HistoryDays", defaults.HistoryDays, 1, 36_500),
            HistoryMessages = Number("HistoryMessages", defaults.HistoryMessages, 1, 100_000_000),
            RequestsAtOnce = Number("RequestsAtOnce", defaults.RequestsAtOnce, 1, 1_000_000),
            RequestsPerSecond = Number("RequestsPerSecond", defaults.RequestsPerSecond, 1, 1_000_000),
            ConnectionsPerPerson = Number("ConnectionsPerPerson", defaults.ConnectionsPerPerson, 1, 1_000_000),
            NewGuestsPerMinute = Number("NewGuestsPerMinute", defaults.NewGuestsPerMinute, 1, 1_000_000),
            PicturesPerMinute = Number("PicturesPerMinute", defaults.PicturesPerMinute, 1, 1_000_000),
            Otlp = Otlp(),
        };
        CheckTokens(settings);
        return settings;
    }

    private static void CheckTokens(ChatSettings settings)
    {
        if (settings is { TokenSecret: not null, TokenKeyFile: not null })
        {
            throw new SettingsException("TokenSecret and TokenKeyFile are both set; tokens are signed one way: leave one out.");
        }

        TokenKey? key = TokenKey.Read(settings);
        if (key is null && !settings.Guests)
        {
            throw new SettingsException("Guests is no, and neither TokenSecret nor TokenKeyFile is set: nobody could come in.");
        }
    }

    private string? Text(string name) => configuration[name]?.Trim() is { Length: > 0 } value ? value : null;

    // In a file it is an array, elsewhere it goes by commas.
    private IReadOnlyList<string> List(string name) =>
        [
            .. (Text(name)?.Split(',') ?? configuration.GetSection(name).GetChildren().Select(static child => child.Value ?? ""))
                .Select(static value => value.Trim()).Where(static value => value.Length > 0),
        ];

    private int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw Wrong(name, text, $"a number from {least} to {most}");
    }

    private bool YesOrNo(string name, bool otherwise) => Text(name)?.ToLowerInvariant() switch
    {
        null => otherwise,
        "yes" or "true" or "1" => true,
        "no" or "false" or "0" => false,
        var text => throw Wrong(name, text, "yes or no"),
    };

    private string? OneOf(string name, string? otherwise, params string[] values) => Text(name)?.ToLowerInvariant() switch
    {
        null => otherwise,
        var text when values.Contains(text, StringComparer.Ordinal) => text,
        var text => throw Wrong(name, text, string.Join(", ", values)),
    };

    private string? Secret(string name, int least) => Text(name) switch
    {
        null => null,
        { } text when text.Length >= least => text,
        { } text => throw new SettingsException(
            $"{name} has {text.Length} characters; {least} or more are expected. Make one: openssl rand -hex 24"),
    };

    private string? Title() => Text("Title") switch
    {
        null => null,
        { } text => RoomNames.CleanTitle(text) ?? throw Wrong("Title", text, $"1 to {RoomNames.MaxTitle} characters on one line"),
    };

    private string? Prefix() => Text("RedisPrefix") switch
    {
        null => null,
        { } text when !text.AsSpan().ContainsAny('{', '}') => text,
        { } text => throw Wrong("RedisPrefix", text, "a name without { and }"),
    };

    private string? Redis()
    {
        try
        {
            return Text("Redis") is { } url && RedisOptions.Parse(url) is not null ? url : null;
        }
        catch (FormatException exception)
        {
            throw new SettingsException($"Redis is wrong: {exception.Message}");
        }
    }

    private IReadOnlyList<string> Rooms()
    {
        IReadOnlyList<string> titles = List("Rooms");
        foreach (string title in titles)
        {
            _ = RoomNames.CleanTitle(title) ?? throw Wrong("Rooms", title, $"titles of 1 to {RoomNames.MaxTitle} characters");
        }

        return titles.Count > 0 ? titles : ["Lobby", "Help", "Random"];
    }

    private IReadOnlyList<string> Origins()
    {
        IReadOnlyList<string> origins = List("AllowedOrigins");
        try
        {
            _ = new OriginPolicy(origins);
            return origins;
        }
        catch (ArgumentException exception)
        {
            throw new SettingsException($"AllowedOrigins is wrong: {exception.Message.Split(" (Parameter")[0]}");
        }
    }

    private IReadOnlyList<string> Proxies()
    {
        IReadOnlyList<string> proxies = List("TrustedProxies");
        return proxies.FirstOrDefault(static text => !IPAddress.TryParse(text, out _) && !System.Net.IPNetwork.TryParse(text, out _)) is { } wrong
            ? throw Wrong("TrustedProxies", wrong, "an address such as 10.0.0.2, or a network such as 10.0.0.0/8")
            : proxies;
    }

    private string? Otlp() => Text("Otlp") switch
    {
        null => null,
        { } text when Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is ("http" or "https") => text,
        { } text => throw Wrong("Otlp", text, "an address such as http://localhost:4317"),
    };

    private static SettingsException Wrong(string name, string value, string expected) => new(
        $"{name} is '{value}'; expected is {expected}. Set by {SettingTable.Find(name)!.Flag}, {SettingTable.Find(name)!.Variable}, or in the file.");
}

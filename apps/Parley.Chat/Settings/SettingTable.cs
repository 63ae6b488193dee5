namespace Parley.Chat;

/// <summary>All settings. The help, the documentation and the reader of settings follow this table.</summary>
internal static class SettingTable
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("Urls", "URL", "http://localhost:10083", "Where to listen; http://*:10083 for other machines as well."),
        new("Config", "FILE", "none", "A JSON file with settings, beside appsettings.json, which it goes before."),
        new("Data", "PATH", "data", "The folder for history, pictures, rooms and the key. Not used with Redis."),
        new("Redis", "URL", "none", "Share everything with other servers: redis://USER:PASSWORD@HOST:PORT/DATABASE, rediss:// for TLS."),
        new("RedisPrefix", "NAME", "parley-chat", "What the names of Redis' keys begin with."),
        new("RedisDurable", "", "no", "Declare that Redis never loses what it has acknowledged (appendfsync always)."),
        new("Title", "TEXT", "Parley", "What the chat is called."),
        new("Language", "CODE", "the browser's", "Show the page in en or zh, whatever the browser asks for."),
        new("Rooms", "TITLES", "Lobby,Help,Random", "Rooms that are made at the start, by commas.") { IsList = true },
        new("RoomCreation", "WHO", "everyone", "Who may make rooms: everyone, people (with a token), or administrators."),
        new("MaxRooms", "N", "500", "How many rooms there may be."),
        new("RoomsPerPerson", "N", "20", "How many rooms there may be that one person has made; guests are counted by address too."),
        new("Guests", "yes|no", "yes", "Whether anybody may come in with a name alone."),
        new("ReservedNames", "NAMES", "none", "Names that no guest may take, by commas.") { IsList = true, Flag = "--reserved-name" },
        new("AllowedOrigins", "ORIGIN", "none", "A site that may show the widget, such as https://example.com.") { IsList = true, Flag = "--allow-origin" },
        new("TrustedProxies", "ADDRESS", "none", "A reverse proxy whose X-Forwarded-For and -Proto are believed.") { IsList = true, Flag = "--trusted-proxy" },
        new("AdminSecret", "SECRET", "made", "What administrators sign in with, of 16 characters or more."),
        new("SigningKey", "SECRET", "made and kept", "What cookies are signed with, of 32 characters or more."),
        new("TokenSecret", "SECRET", "none", "Takes HS256 tokens of your own site, signed with this secret of 32 bytes or more."),
        new("TokenKeyFile", "FILE", "none", "Takes RS256 or ES256 tokens of your own site, checked with this public key (PEM)."),
        new("TokenIssuer", "TEXT", "any", "What a token's iss must be."),
        new("TokenAudience", "TEXT", "any", "What a token's aud must be."),
        new("TextLength", "N", "4000", "How many characters a message may have, up to 10000."),
        new("PictureSize", "BYTES", "1048576", "How large a picture may be."),
        new("PicturesPerMessage", "N", "4", "How many pictures a message may have."),
        new("PictureSpace", "MIB", "1024", "How much room all pictures together may take in the data folder."),
        new("HistoryDays", "N", "365", "For how many days messages and pictures are kept."),
        new("HistoryMessages", "N", "100000", "How many messages each room keeps."),
        new("RequestsAtOnce", "N", "300", "How many requests a user's sessions may send in a burst: messages, joins, typing."),
        new("RequestsPerSecond", "N", "20", "How many requests a user's sessions may send for long."),
        new("ConnectionsPerPerson", "N", "50", "How many connections a user may have open to each server: pages and widgets."),
        new("NewGuestsPerMinute", "N", "60", "How many guests may come from one address in a minute, and sign-ins be tried."),
        new("PicturesPerMinute", "N", "30", "How many pictures a user may send in a minute."),
        new("Otlp", "URL", "none", "Send metrics there by OTLP: http://localhost:4317 (gRPC) or :4318 (HTTP)."),
    ];

    public static Setting? Find(string name) =>
        All.FirstOrDefault(setting => string.Equals(setting.Name, name, StringComparison.OrdinalIgnoreCase));
}

using System.Globalization;

namespace Parley.Channels.Redis;

/// <summary>Reads the URLs that name a Redis server. Its errors show no password.</summary>
internal static class RedisUrl
{
    private const string Forms =
        "redis://user:password@host:port/database, rediss://... for TLS, or unix:///path?db=1 is expected";

    public static RedisOptions Parse(string url)
    {
        (string scheme, string rest) = Split(url, "://", required: true);
        return scheme switch
        {
            "redis" => Tcp(rest, tls: null),
            "rediss" => Tcp(rest, new RedisTls()),
            "unix" or "redis+unix" => UnixSocket(rest),
            _ => throw new FormatException($"{Forms}; '{scheme}' is no scheme of Redis."),
        };
    }

    private static RedisOptions Tcp(string rest, RedisTls? tls)
    {
        (string place, string query) = Split(rest, "?", required: false);
        (string authority, string path) = Split(place, "/", required: false);
        if (path.Contains('@', StringComparison.Ordinal) || query.Contains('@', StringComparison.Ordinal))
        {
            throw new FormatException($"{Forms}; in a user or password, / is written %2F and ? is written %3F.");
        }

        (string? user, string? password, string hosts) = Credentials(authority);
        return new RedisOptions
        {
            Endpoints = [.. (hosts.Length > 0 ? hosts : "127.0.0.1").Split(',').Select(Host)],
            User = user,
            Password = password,
            Database = path.Length > 0 ? Number(path.TrimEnd('/'), "database") : DatabaseOf(query),
            Tls = tls,
        };
    }

    private static RedisOptions UnixSocket(string rest)
    {
        (string place, string query) = Split(rest, "?", required: false);
        (string? user, string? password, string path) = Credentials(place);
        return path.StartsWith('/')
            ? new RedisOptions
            {
                Endpoints = [RedisEndpoint.Unix(Uri.UnescapeDataString(path))],
                User = user,
                Password = password,
                Database = DatabaseOf(query),
            }
            : throw new FormatException($"{Forms}; a Unix socket's path must be absolute: unix:///path.");
    }

    // The last @ ends them: those of a password are easily left as they are.
    private static (string? User, string? Password, string After) Credentials(string authority)
    {
        int at = authority.LastIndexOf('@');
        if (at < 0)
        {
            return (null, null, authority);
        }

        (string user, string password) = Split(authority[..at], ":", required: false);
        return (
            user.Length > 0 ? Uri.UnescapeDataString(user) : null,
            password.Length > 0 ? Uri.UnescapeDataString(password) : null,
            authority[(at + 1)..]);
    }

    private static RedisEndpoint Host(string text)
    {
        int bracket = text.LastIndexOf(']');
        int colon = text.IndexOf(':', Math.Max(bracket, 0));
        string host = (colon < 0 ? text : text[..colon]).Trim('[', ']');
        int port = colon < 0 ? RedisEndpoint.DefaultPort : Number(text[(colon + 1)..], "port");
        return host.Length > 0 && port is >= 1 and <= ushort.MaxValue
            ? new RedisEndpoint(host, port)
            : throw new FormatException($"{Forms}; '{text}' is no host and port.");
    }

    private static int DatabaseOf(string query)
    {
        int database = 0;
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string value) = Split(part, "=", required: false);
            database = name == "db"
                ? Number(value, "database")
                : throw new FormatException($"{Forms}; the option '{name}' is unknown, only db is known.");
        }

        return database;
    }

    private static int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"{Forms}; the {what} '{text}' is no number.");

    private static (string Before, string After) Split(string text, string mark, bool required)
    {
        int index = text.IndexOf(mark, StringComparison.Ordinal);
        return index >= 0 ? (text[..index], text[(index + mark.Length)..])
            : !required ? (text, "")
            : throw new FormatException($"{Forms}.");
    }
}

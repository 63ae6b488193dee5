namespace Parley.Channels.Redis;

/// <summary>Where a Redis server listens.</summary>
public sealed record RedisEndpoint
{
    /// <summary>The port that Redis listens on unless told otherwise.</summary>
    public const int DefaultPort = 6379;

    /// <summary>A TCP address.</summary>
    /// <param name="host">A name or an IP address.</param>
    /// <param name="port">1 to 65535.</param>
    /// <exception cref="ArgumentException">The host is empty, or the port is out of range.</exception>
    public RedisEndpoint(string host, int port = DefaultPort)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host);
        Host = host;
        Port = port is >= 1 and <= ushort.MaxValue
            ? port
            : throw new ArgumentOutOfRangeException(nameof(port), port, "A port from 1 to 65535 is expected.");
    }

    private RedisEndpoint(string path)
    {
        Host = "";
        UnixSocketPath = path;
    }

    /// <summary>A name or an IP address; empty for a Unix socket.</summary>
    public string Host { get; }

    /// <summary>The port; 0 for a Unix socket.</summary>
    public int Port { get; }

    /// <summary>The path of a Unix socket, or null.</summary>
    public string? UnixSocketPath { get; }

    /// <summary>A Unix socket.</summary>
    /// <param name="path">Its absolute path.</param>
    /// <exception cref="ArgumentException">The path is not absolute.</exception>
    public static RedisEndpoint Unix(string path) => path.StartsWith('/')
        ? new RedisEndpoint(path)
        : throw new ArgumentException($"A Unix socket's path begins with /; '{path}' does not.", nameof(path));

    /// <summary>The address as people write it.</summary>
    public override string ToString() => UnixSocketPath is not null ? $"unix://{UnixSocketPath}"
        : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}"
        : $"{Host}:{Port}";
}

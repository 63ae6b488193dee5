using System.Text;

namespace Parley.Channels.Redis;

/// <summary>What a connection knows of the server at its other end.</summary>
internal sealed class RedisServer
{
    /// <summary>How many characters a <c>run_id</c> has.</summary>
    public const int RunIdLength = 40;

    private static readonly byte[] _publish = "PUBLISH"u8.ToArray();
    private static readonly byte[] _shardedPublish = "SPUBLISH"u8.ToArray();

    /// <summary>The server before anything is known of it.</summary>
    public static RedisServer Unknown { get; } = new("", new Version(0, 0), isCluster: false, protocol: 2);

    public RedisServer(string runId, Version version, bool isCluster, int protocol)
    {
        RunId = runId;
        RunIdBytes = Encoding.ASCII.GetBytes(runId);
        Version = version;
        IsCluster = isCluster;
        Protocol = protocol;
    }

    /// <summary>Changes with every start of the server. Empty if the user may not run INFO.</summary>
    public string RunId { get; }

    public byte[] RunIdBytes { get; }

    public Version Version { get; }

    /// <summary>Whether it is a node of a Redis Cluster.</summary>
    public bool IsCluster { get; }

    /// <summary>2 or 3: which RESP is spoken.</summary>
    public int Protocol { get; }

    /// <summary>Whether channels belong to slots as keys do, with SSUBSCRIBE and SPUBLISH: in a cluster of Redis 7.</summary>
    public bool IsSharded => IsCluster && Version.Major >= 7;

    /// <summary>The command that publishes to those who subscribed.</summary>
    public byte[] PublishWord => IsSharded ? _shardedPublish : _publish;

    /// <summary>Reads the answer of INFO.</summary>
    public static RedisServer FromInfo(string info, int protocol) => new(
        Field(info, "run_id:"),
        System.Version.TryParse(Field(info, "redis_version:"), out Version? version) ? version : new Version(0, 0),
        Field(info, "redis_mode:") == "cluster",
        protocol);

    private static string Field(string info, string name) => info.Split('\n')
        .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? "";
}

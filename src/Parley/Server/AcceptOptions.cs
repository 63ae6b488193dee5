namespace Parley;

/// <summary>How many connections a <see cref="WebSocketServer"/> takes, and what it does after many have come at once.</summary>
public sealed record AcceptOptions
{
    /// <summary>
    /// How many connections there may be, from their accepting to their end, 1 or more; null, unless set, for as many
    /// as the process may have descriptors. What comes past it gets a 503.
    /// </summary>
    public int? MaxConnections
    {
        get;
        init => field = CheckCount(nameof(MaxConnections), value);
    }

    /// <summary>
    /// How many connections one address may have, 1 or more; null, unless set, for any number. What comes past it gets
    /// a 429. An IPv4 address mapped to IPv6 counts as the IPv4 address, and IPv6 addresses with the same first 64 bits
    /// count as one. Not for servers behind a proxy, whose connections have one address.
    /// </summary>
    public int? MaxConnectionsPerAddress
    {
        get;
        init => field = CheckCount(nameof(MaxConnectionsPerAddress), value);
    }

    /// <summary>
    /// Whether the process gives memory back, by one collection that stops it for a moment, after 1,000 or more
    /// connections have opened and only a few follow, once a minute at most. True unless set; never done to heaps
    /// above 256 MiB.
    /// </summary>
    public bool TrimAfterBursts { get; init; } = true;

    private static int? CheckCount(string name, int? value) =>
        value is null or > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "A number above zero is expected.");
}

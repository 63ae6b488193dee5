namespace Parley.Channels.Redis;

/// <summary>Which server holds which slot. A single server holds them all.</summary>
internal sealed class SlotMap
{
    private readonly RedisEndpoint?[] _owners;
    private readonly RedisEndpoint _fallback;

    private SlotMap(RedisEndpoint?[] owners, RedisEndpoint fallback, bool isCluster)
    {
        _owners = owners;
        _fallback = fallback;
        IsCluster = isCluster;
        Masters = [.. owners.OfType<RedisEndpoint>().Distinct()];
    }

    public bool IsCluster { get; }

    /// <summary>The servers that hold slots.</summary>
    public IReadOnlyList<RedisEndpoint> Masters { get; }

    /// <summary>How many slots are held by anybody.</summary>
    public int Covered => _owners.Count(static owner => owner is not null);

    /// <summary>The map of one server, as long as it is not known to be a cluster's.</summary>
    public static SlotMap Single(RedisEndpoint endpoint) =>
        new([.. Enumerable.Repeat(endpoint, HashSlot.Count)], endpoint, isCluster: false);

    /// <summary>Reads the answer of CLUSTER SLOTS.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="asked">Who answered: a node that does not know its own address leaves it out.</param>
    /// <exception cref="RedisProtocolException">It is no such answer.</exception>
    public static SlotMap Read(in RespValue reply, RedisEndpoint asked)
    {
        var owners = new RedisEndpoint?[HashSlot.Count];
        foreach (RespValue range in reply.Items)
        {
            ReadOnlySpan<RespValue> parts = range.Items;
            if (parts.Length < 3 || parts[2].Items.Length < 2
                || parts[0].Integer < 0 || parts[1].Integer >= HashSlot.Count)
            {
                throw new RedisProtocolException("CLUSTER SLOTS is expected to give ranges of slots and their nodes.");
            }

            RedisEndpoint owner = Node(parts[2].Items, asked);
            for (long slot = parts[0].Integer; slot <= parts[1].Integer; slot++)
            {
                owners[slot] = owner;
            }
        }

        return new SlotMap(owners, asked, isCluster: true);
    }

    /// <summary>Who holds a slot; for <see cref="RedisCommand.AnySlot"/> and a slot that nobody holds, anybody.</summary>
    public RedisEndpoint OwnerOf(int slot) =>
        (slot != RedisCommand.AnySlot ? _owners[slot] : Masters.Count > 0 ? Masters[0] : null) ?? _fallback;

    /// <summary>The map with one slot at another server, as MOVED says.</summary>
    public SlotMap With(int slot, RedisEndpoint owner)
    {
        RedisEndpoint?[] owners = [.. _owners];
        owners[slot] = owner;
        return new SlotMap(owners, _fallback, isCluster: true);
    }

    private static RedisEndpoint Node(ReadOnlySpan<RespValue> node, RedisEndpoint asked)
    {
        string host = node[0].IsNull ? "" : node[0].Text;
        long port = node[1].Integer;
        if (port is < 1 or > ushort.MaxValue)
        {
            throw new RedisProtocolException($"A node of the cluster is said to listen on port {port}.");
        }

        return new RedisEndpoint(host is "" or "?" ? asked.Host : host, (int)port);
    }
}

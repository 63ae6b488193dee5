using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>A Redis Cluster of three masters, started by the test.</summary>
internal sealed class RedisClusterProcess : IAsyncDisposable
{
    private const int NodeCount = 3;

    private readonly List<RedisProcess> _nodes = [];
    private readonly List<long> _buses = [];

    private RedisClusterProcess()
    {
    }

    /// <summary>The servers, in the order of their slots.</summary>
    public IReadOnlyList<RedisProcess> Nodes => _nodes;

    /// <summary>A cluster is known by any one of its nodes.</summary>
    public RedisOptions Options => _nodes[0].Options;

    public static async Task<RedisClusterProcess> StartAsync()
    {
        var cluster = new RedisClusterProcess();
        try
        {
            await cluster.FormAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A key whose slot a node has at first.</summary>
    public static string KeyOf(int node) => Enumerable.Range(0, 1000)
        .Select(static index => $"key{index}")
        .First(key => HashSlot.Of(System.Text.Encoding.ASCII.GetBytes(key)) / (HashSlot.Count / NodeCount) == node);

    /// <summary>Says something to one node, whatever the slot.</summary>
    public async Task<RespValue> ExecuteAsync(int node, params RedisArgument[] words)
    {
        RedisConnection connection = await new RedisConnector(_nodes[node].Options, [])
            .OpenAsync(_nodes[node].Endpoint, pushes: null, CancellationToken.None);
        try
        {
            string name = System.Text.Encoding.ASCII.GetString(words[0].Bytes.Span);
            return await Within.Time(connection.ExecuteAsync(RedisCommand.Of(name, words.AsSpan(1))));
        }
        finally
        {
            connection.Close(new OperationCanceledException());
        }
    }

    /// <summary>A slot is on its way: keys that are here are answered here, all others there.</summary>
    public async Task BeginMoveAsync(int slot, int from, int to)
    {
        await ExecuteAsync(to, "CLUSTER", "SETSLOT", slot, "IMPORTING", await IdAsync(from));
        await ExecuteAsync(from, "CLUSTER", "SETSLOT", slot, "MIGRATING", await IdAsync(to));
    }

    /// <summary>A slot has moved with all that is in it.</summary>
    public async Task EndMoveAsync(int slot, int from, int to)
    {
        RespValue keys = await ExecuteAsync(from, "CLUSTER", "GETKEYSINSLOT", slot, 1000L);
        foreach (RespValue key in keys.Items.ToArray())
        {
            await ExecuteAsync(from, "MIGRATE", "127.0.0.1", _nodes[to].Port, key.Text, 0L, 5000L);
        }

        string owner = await IdAsync(to);
        foreach (int node in new[] { to, from, NodeCount - to - from })
        {
            await ExecuteAsync(node, "CLUSTER", "SETSLOT", slot, "NODE", owner);
        }
    }

    /// <summary>Starts one more node, which follows a master. Returns its number.</summary>
    public async Task<int> AddReplicaAsync(int master)
    {
        string id = await IdAsync(master);
        int replica = await AddNodeAsync();
        using var limit = new CancellationTokenSource(Within.Limit);
        while (!await TryReplicateAsync(replica, id)
            || !(await ExecuteAsync(replica, "INFO", "replication")).Text.Contains("master_link_status:up", StringComparison.Ordinal))
        {
            limit.Token.ThrowIfCancellationRequested();
        }

        // The others must know of it before they believe that it is a master.
        for (int node = 0; node < NodeCount; node++)
        {
            while (!(await ExecuteAsync(node, "CLUSTER", "NODES")).Text.Contains($"slave {id}", StringComparison.Ordinal))
            {
                limit.Token.ThrowIfCancellationRequested();
            }
        }

        return replica;
    }

    /// <summary>
    /// A replica takes the place of its master, which is gone. It is told to: when the nodes have seen that by themselves,
    /// and have agreed on it, is a matter of luck on a busy machine, and after half a minute they give it up.
    /// </summary>
    public Task TakeOverAsync(int replica) => ExecuteAsync(replica, "CLUSTER", "FAILOVER", "TAKEOVER");

    public async ValueTask DisposeAsync()
    {
        foreach (RedisProcess node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task FormAsync()
    {
        for (int node = 0; node < NodeCount; node++)
        {
            await AddNodeAsync();
            await ExecuteAsync(
                node, "CLUSTER", "ADDSLOTSRANGE", FirstSlot(node), FirstSlot(node + 1) - 1L);
        }

        for (int node = 0; node < NodeCount; node++)
        {
            await UntilWholeAsync(node);
        }
    }

    private async Task<int> AddNodeAsync()
    {
        int node = _nodes.Count;
        int bus = RedisProcess.FreePort();
        _nodes.Add(await RedisProcess.StartAsync(
            "--cluster-enabled", "yes", "--cluster-port", $"{bus}", "--cluster-node-timeout", "5000",
            "--cluster-require-full-coverage", "no", "--repl-diskless-sync-delay", "0"));
        _buses.Add(bus);
        await ExecuteAsync(node, "CLUSTER", "SET-CONFIG-EPOCH", node + 1L);
        if (node > 0)
        {
            await ExecuteAsync(node, "CLUSTER", "MEET", "127.0.0.1", _nodes[0].Port, _buses[0]);
        }

        return node;
    }

    // Refused until the new node has heard of the master.
    private async Task<bool> TryReplicateAsync(int replica, string master)
    {
        try
        {
            await ExecuteAsync(replica, "CLUSTER", "REPLICATE", master);
            return true;
        }
        catch (RedisServerException)
        {
            return false;
        }
    }

    private static long FirstSlot(int node) => node == NodeCount ? HashSlot.Count : node * (HashSlot.Count / NodeCount);

    private async Task<string> IdAsync(int node) => (await ExecuteAsync(node, "CLUSTER", "MYID")).Text;

    private async Task UntilWholeAsync(int node)
    {
        using var limit = new CancellationTokenSource(Within.Limit);
        string info;
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            info = (await ExecuteAsync(node, "CLUSTER", "INFO")).Text;
        }
        while (!info.Contains("cluster_state:ok", StringComparison.Ordinal)
            || !info.Contains("cluster_known_nodes:3", StringComparison.Ordinal)
            || !info.Contains("cluster_slots_ok:16384", StringComparison.Ordinal));
    }
}

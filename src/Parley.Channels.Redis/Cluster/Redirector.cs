namespace Parley.Channels.Redis;

/// <summary>Brings a command to the node that has its slot, also while slots and nodes change, within a command's time.</summary>
internal sealed class Redirector(
    RedisOptions options, ClusterMap map, Func<RedisEndpoint, RedisNode> nodeAt, Func<Task> refresh)
{
    // Nodes that send a command to and fro do not agree yet.
    private const int MaxHops = 16;

    private static readonly TimeSpan _firstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a reply, and sends the command elsewhere if it says so.</summary>
    public async Task<RespValue> FollowAsync(
        RedisCommand command, RedisNode node, Task<RespValue> reply, CancellationToken cancellationToken)
    {
        long deadline = Deadline.After(options.Time, options.CommandTimeout);
        ReconnectBackoff? backoff = null;
        int hops = 0;
        while (true)
        {
            try
            {
                return await reply.ConfigureAwait(false);
            }
            catch (RedisException exception) when (hops < MaxHops && MayBeElsewhere(exception, deadline))
            {
                if (Redirection.TryRead(exception.Message, node.Endpoint, out Redirection redirection))
                {
                    hops++;
                    node = nodeAt(redirection.Owner);
                    reply = Redirect(command, redirection, cancellationToken);
                    continue;
                }

                backoff ??= new ReconnectBackoff(_firstWait, _longestWait);
                await Task.Delay(backoff.Next(), options.Time, cancellationToken).ConfigureAwait(false);
                await refresh().WaitAsync(options.CommandTimeout, options.Time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                node = nodeAt(map.Current.OwnerOf(command.Slot));
                reply = node.ExecuteAsync(command, CommandPrefix.None, cancellationToken);
            }
        }
    }

    /// <summary>Waits for a reply, and remembers where the next ones have to go if it says so.</summary>
    public async Task<RespValue> LearnAsync(RedisNode node, Task<RespValue> reply)
    {
        try
        {
            return await reply.ConfigureAwait(false);
        }
        catch (RedisServerException exception)
            when (Redirection.TryRead(exception.Message, node.Endpoint, out Redirection redirection))
        {
            if (redirection.Prefix == CommandPrefix.None)
            {
                map.Learn(redirection);
                _ = refresh();
            }

            throw;
        }
    }

    // None of these was carried out.
    private bool MayBeElsewhere(RedisException exception, long deadline) => exception switch
    {
        _ when options.Time.GetTimestamp() >= deadline => false,
        RedisServerException server => server.Code is "MOVED" or "ASK" or "TRYAGAIN" or "CLUSTERDOWN",
        RedisConnectionException connection => connection.Outcome == CommandOutcome.NotSent
            && map.Current.IsCluster && options.Waiting.WhileDisconnected == WhileDisconnected.Wait,
        _ => false,
    };

    private Task<RespValue> Redirect(RedisCommand command, Redirection redirection, CancellationToken cancellationToken)
    {
        if (redirection.Prefix == CommandPrefix.None)
        {
            map.Learn(redirection);
            _ = refresh();
        }

        return nodeAt(redirection.Owner).ExecuteAsync(command, redirection.Prefix, cancellationToken);
    }
}

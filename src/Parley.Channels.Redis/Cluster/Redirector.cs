namespace Parley.Channels.Redis;

/// <summary>Brings a command to the node that has its slot, also while slots and nodes change, within a command's time.</summary>
internal sealed class Redirector(
    RedisOptions options, ClusterMap map, Func<RedisEndpoint, RedisNode> nodeAt, Func<Task> refresh)
{
    private const int MaxHops = 16;

    /// <summary>Waits for a reply, and sends the command elsewhere if it says so.</summary>
    public async Task<RespValue> FollowAsync(
        RedisCommand command, RedisNode node, Task<RespValue> reply, CancellationToken cancellationToken)
    {
        long deadline = Deadline.After(options.Time, options.CommandTimeout);
        for (int hop = 0; ; hop++)
        {
            try
            {
                return await reply.ConfigureAwait(false);
            }
            catch (RedisException exception)
                when (hop < MaxHops && options.Time.GetTimestamp() < deadline && MayBeElsewhere(exception))
            {
                (node, CommandPrefix prefix) =
                    await NextAsync(command, node, exception, cancellationToken).ConfigureAwait(false);
                reply = node.ExecuteAsync(command, prefix, cancellationToken);
            }
        }
    }

    // None of these was carried out.
    private bool MayBeElsewhere(RedisException exception) => exception switch
    {
        RedisServerException server => server.Code is "MOVED" or "ASK" or "TRYAGAIN" or "CLUSTERDOWN",
        RedisConnectionException connection => connection.Outcome == CommandOutcome.NotSent
            && map.Current.IsCluster && options.Waiting.WhileDisconnected == WhileDisconnected.Wait,
        _ => false,
    };

    private async ValueTask<(RedisNode Node, CommandPrefix Prefix)> NextAsync(
        RedisCommand command, RedisNode node, RedisException exception, CancellationToken cancellationToken)
    {
        if (Redirection.TryRead(exception.Message, node.Endpoint, out Redirection redirection))
        {
            if (redirection.Prefix == CommandPrefix.None)
            {
                map.Learn(redirection);
                _ = refresh();
            }

            return (nodeAt(redirection.Owner), redirection.Prefix);
        }

        await refresh().WaitAsync(cancellationToken).ConfigureAwait(false);
        return (nodeAt(map.Current.OwnerOf(command.Slot)), CommandPrefix.None);
    }
}

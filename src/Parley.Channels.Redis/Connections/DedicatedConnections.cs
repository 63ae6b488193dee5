using System.Collections.Concurrent;

namespace Parley.Channels.Redis;

/// <summary>Connections to one server for commands that make it wait: one command on each, then the next.</summary>
internal sealed class DedicatedConnections(RedisConnector connector, RedisNode node) : IAsyncDisposable
{
    private static readonly RedisCommand _ping = RedisCommand.Of("PING");

    private readonly ConcurrentStack<RedisConnection> _idle = new();
    private readonly ConcurrentDictionary<RedisConnection, byte> _busy = new();
    private volatile bool _isClosed;

    public async Task<RespValue> ExecuteAsync(RedisCommand command, CancellationToken cancellationToken)
    {
        RedisConnection connection = await TakeAsync(cancellationToken).ConfigureAwait(false);
        _busy.TryAdd(connection, 0);
        CloseIfClosed(connection);
        try
        {
            RespValue reply = await connection.ExecuteAsync(command)
                .WaitAsync(command.BlocksFor + connector.Options.CommandTimeout, connector.Options.Time, cancellationToken)
                .ConfigureAwait(false);
            GiveBack(connection);
            return reply;
        }
        catch (RedisServerException)
        {
            GiveBack(connection);
            throw;
        }
        catch (TimeoutException exception)
        {
            connection.Close(exception);
            throw new RedisTimeoutException(
                $"{command} got no reply from {connection.Endpoint}.", CommandOutcome.Unknown, exception);
        }
        catch (OperationCanceledException exception)
        {
            connection.Close(exception);
            throw;
        }
        finally
        {
            _busy.TryRemove(connection, out _);
        }
    }

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        foreach (RedisConnection connection in _busy.Keys.Concat(_idle))
        {
            connection.Close(Closed());
        }

        return ValueTask.CompletedTask;
    }

    private static OperationCanceledException Closed() => new("The client was closed.");

    private async Task<RedisConnection> TakeAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryPop(out RedisConnection? idle))
        {
            if (!idle.End.IsCompleted)
            {
                return idle;
            }
        }

        // While the server is away this waits as every command does, with the node's own tries to connect.
        await node.ExecuteAsync(_ping, CommandPrefix.None, cancellationToken).ConfigureAwait(false);
        return await connector.OpenAsync(node.Endpoint, pushes: null, cancellationToken).ConfigureAwait(false);
    }

    private void GiveBack(RedisConnection connection)
    {
        _idle.Push(connection);
        CloseIfClosed(connection);
    }

    private void CloseIfClosed(RedisConnection connection)
    {
        if (_isClosed)
        {
            connection.Close(Closed());
        }
    }
}

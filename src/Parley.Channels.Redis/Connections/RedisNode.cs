using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>
/// One server as its callers see it: commands go to it in the order they are given, over one connection that comes back
/// by itself; those given meanwhile wait for it. Any thread may call.
/// </summary>
internal sealed class RedisNode : IConnectionOwner, IAsyncDisposable
{
    private static readonly RedisCommand _asking = RedisCommand.Of("ASKING");

    private readonly RedisOptions _options;
    private readonly WaitingQuota _quota;
    private readonly INodeObserver _observer;
    private readonly Reconnector _reconnector;
    private readonly Lock _gate = new();
    private readonly LinkedList<PendingCommand> _waiting = new();
    private readonly TaskCompletionSource _firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RedisConnection? _current;
    private Exception? _lastFault;
    private bool _isClosed;

    public RedisNode(
        RedisConnector connector, RedisEndpoint endpoint, WaitingQuota quota, INodeObserver observer, ILogger logger)
    {
        _options = connector.Options;
        _quota = quota;
        _observer = observer;
        Endpoint = endpoint;
        _reconnector = new Reconnector(connector, endpoint, this, logger);
    }

    public RedisEndpoint Endpoint { get; }

    /// <summary>The server at the other end, or null while there is no connection.</summary>
    public RedisServer? Server => Volatile.Read(ref _current)?.Server;

    /// <summary>Completes with the first connection, and fails if the first try does.</summary>
    public Task FirstTry => _firstTry.Task;

    public IPushHandler? Pushes => null;

    public RedisNode Start()
    {
        _reconnector.Start();
        return this;
    }

    /// <summary>Sends a command, or lets it wait for the connection.</summary>
    /// <param name="command">The command.</param>
    /// <param name="prefix">What must stand right before it.</param>
    /// <param name="cancellationToken">Stops the waiting for the reply; the command may be carried out all the same.</param>
    public Task<RespValue> ExecuteAsync(RedisCommand command, CommandPrefix prefix, CancellationToken cancellationToken)
    {
        if (_quota.TryTake(command.Size) is { } overload)
        {
            return Task.FromException<RespValue>(overload);
        }

        long deadline = Deadline.After(_options.Time, _options.CommandTimeout);
        var pending = new PendingCommand(command, deadline, _quota);
        pending.CancelWith(cancellationToken);
        RedisConnection? connection;
        Exception? refusal = null;
        lock (_gate)
        {
            connection = _current;
            if (_isClosed)
            {
                refusal = NotSent("is closed");
            }
            else if (connection is not null && TryAppend(connection, pending, prefix))
            {
                // It is on its way.
            }
            else if (_options.Waiting.WhileDisconnected == WhileDisconnected.Wait && !command.IsInOrder)
            {
                _waiting.AddLast(pending);
            }
            else
            {
                refusal = NotSent("is not there");
            }
        }

        if (refusal is not null)
        {
            pending.Fail(refusal);
        }

        connection?.Flush();
        return pending.Reply;
    }

    void IConnectionOwner.OnConnected(RedisConnection connection)
    {
        List<PendingCommand> late = [];
        lock (_gate)
        {
            TakeLate(late);
            while (_waiting.First is { } first && TrySend(connection, first.Value))
            {
                _waiting.RemoveFirst();
            }

            _current = connection;
            _lastFault = null;
        }

        FailLate(late);
        connection.Flush();
        _observer.OnNodeConnected(this, connection.Server);
        _firstTry.TrySetResult();
    }

    void IConnectionOwner.OnDisconnected(Exception reason)
    {
        lock (_gate)
        {
            _current = null;
            _lastFault = reason;
        }

        _firstTry.TrySetException(reason);
        _ = _firstTry.Task.Exception;
        _observer.OnNodeDisconnected(this, reason);
    }

    void IConnectionOwner.OnSweep()
    {
        List<PendingCommand> late = [];
        lock (_gate)
        {
            TakeLate(late);
        }

        FailLate(late);
    }

    // They wait in the order of their deadlines. Also right before they are sent: a process that was stopped comes to that first.
    private void TakeLate(List<PendingCommand> late)
    {
        long now = _options.Time.GetTimestamp();
        while (_waiting.First is { } first && (first.Value.Deadline <= now || first.Value.IsAbandoned))
        {
            late.Add(first.Value);
            _waiting.RemoveFirst();
        }
    }

    private void FailLate(List<PendingCommand> late)
    {
        foreach (PendingCommand command in late)
        {
            command.Fail(new RedisTimeoutException(
                $"{command.Command} was not sent: there was no connection to Redis at {Endpoint} within "
                + $"{_options.CommandTimeout.TotalSeconds:0.###} s. {_lastFault?.Message}",
                CommandOutcome.NotSent,
                _lastFault));
        }
    }

    public async ValueTask DisposeAsync()
    {
        PendingCommand[] left;
        lock (_gate)
        {
            _isClosed = true;
            left = [.. _waiting];
            _waiting.Clear();
        }

        foreach (PendingCommand command in left)
        {
            command.Fail(NotSent("is closed"));
        }

        await _reconnector.DisposeAsync().ConfigureAwait(false);
    }

    // A command that nobody waits for any more has had its turn.
    private static bool TrySend(RedisConnection connection, PendingCommand command)
    {
        if (!command.IsAbandoned)
        {
            return connection.TryAppend(command);
        }

        command.Fail(new OperationCanceledException());
        return true;
    }

    private static bool TryAppend(RedisConnection connection, PendingCommand command, CommandPrefix prefix) =>
        prefix == CommandPrefix.Asking
            ? connection.TryAppend(new PendingCommand(_asking, command.Deadline), command)
            : connection.TryAppend(command);

    private RedisConnectionException NotSent(string state) => new(
        $"The connection to Redis at {Endpoint} {state}. {_lastFault?.Message}", CommandOutcome.NotSent, _lastFault);
}

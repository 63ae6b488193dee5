namespace Parley.Channels.Redis;

/// <summary>A command on its way: it waits to be sent, or for its reply. It counts in its quota until it leaves.</summary>
internal sealed class PendingCommand
{
    private readonly TaskCompletionSource<RespValue> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WaitingQuota? _quota;
    private CancellationTokenRegistration _cancellation;
    private int _hasLeft;

    /// <param name="command">What is sent.</param>
    /// <param name="deadline">When whoever waits for it is told that it took too long, as a timestamp.</param>
    /// <param name="quota">Where it was counted, if it was.</param>
    public PendingCommand(RedisCommand command, long deadline, WaitingQuota? quota = null)
    {
        Command = command;
        Deadline = deadline;
        _quota = quota;
    }

    public RedisCommand Command { get; }

    public long Deadline { get; }

    /// <summary>Whether nobody waits for its reply any more. The reply still comes.</summary>
    public bool IsAbandoned => _reply.Task.IsCompleted;

    public Task<RespValue> Reply => _reply.Task;

    /// <summary>Lets the caller stop waiting.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (pending, token) => ((PendingCommand)pending!)._reply.TrySetCanceled(token), this);
        }
    }

    /// <summary>Its reply is here.</summary>
    public void Complete(in RespValue reply)
    {
        Leave();
        if (reply.IsError)
        {
            Abandon(new RedisServerException(reply.Text));
            return;
        }

        _reply.TrySetResult(reply);
    }

    /// <summary>There will be no reply.</summary>
    public void Fail(Exception exception)
    {
        Leave();
        Abandon(exception);
    }

    /// <summary>Whoever waits is told that it took too long; the reply, if it comes, is dropped.</summary>
    public void Abandon(Exception exception)
    {
        if (_reply.TrySetException(exception))
        {
            // Whoever has gone away meanwhile leaves it unseen on purpose.
            _ = _reply.Task.Exception;
        }
    }

    private void Leave()
    {
        _cancellation.Unregister();
        if (Interlocked.Exchange(ref _hasLeft, 1) == 0)
        {
            _quota?.Release(Command.Size);
        }
    }
}

namespace Parley.Channels.Redis;

/// <summary>A publication on its way to Redis, through as many tries as it takes.</summary>
/// <param name="number">Its number among the node's.</param>
/// <param name="send">Sends it, in its turn.</param>
/// <param name="size">What it counts for while it waits.</param>
/// <param name="deadline">When trying ends, as a timestamp.</param>
/// <param name="waiting">Whether it waits for a connection.</param>
internal sealed class PendingPublication(
    long number, Func<PublishTurn, Task<RespValue>> send, int size, long deadline, WhileDisconnected waiting)
{
    private readonly TaskCompletionSource<PublishResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _tries;

    public int Size => size;

    public long Number => number;

    /// <summary>What the publisher waits for.</summary>
    public Task<PublishResult> Answer => _answer.Task;

    /// <summary>Redis's reply to the last try; null before the first one.</summary>
    public Task<RespValue>? Reply { get; private set; }

    /// <summary>Whether a try may have been carried out whose answer was lost.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>Whether it has been sent and has failed.</summary>
    public bool HasFailed => Reply is { IsFaulted: true } or { IsCanceled: true };

    /// <summary>Sends it, unless its time is over: what is published then is nobody's wish any more, and its id may be forgotten.</summary>
    /// <param name="before">The one before it that has not been answered, if there is one.</param>
    /// <param name="now">The time, as a timestamp.</param>
    public void Send(PendingPublication? before, long now) => Reply = now < deadline
        ? send(new PublishTurn(number, before?.Number, IsAgain: _tries++ > 0))
        : Task.FromException<RespValue>(new RedisTimeoutException(
            "The publication was not sent: those before it have taken all of its time.", CommandOutcome.NotSent));

    /// <summary>The last try has failed. True if another one is worth it.</summary>
    public bool IsWorthAnotherTry(Exception exception, long now)
    {
        IsUnknown |= RedisFaults.IsUnknown(exception);
        bool isRefused = exception is ObjectDisposedException
            || (exception is RedisServerException && !RedisFaults.IsPassing(exception));

        // The first try does not wait for a connection, lest the next publication overtakes it.
        bool hasNotWaited = _tries == 1 && waiting == WhileDisconnected.Wait
            && exception is RedisConnectionException { Outcome: CommandOutcome.NotSent };
        return now < deadline && !isRefused && (IsUnknown || hasNotWaited || RedisFaults.IsPassing(exception));
    }

    public void Complete(in RespValue reply)
    {
        ReadOnlySpan<RespValue> parts = reply.Items;
        PublishStatus status = parts[0].Integer switch
        {
            0 => PublishStatus.Stored,
            1 => PublishStatus.Duplicate,
            _ => PublishStatus.Refused,
        };
        _answer.TrySetResult(new PublishResult(status, new StreamPosition(parts[1].Text, parts[2].Integer)));
    }

    public void Fail(Exception exception)
    {
        Exception told = IsUnknown && !RedisFaults.IsUnknown(exception)
            ? new RedisConnectionException(
                $"Whether it was published is not known. {exception.Message}", CommandOutcome.Unknown, exception)
            : RedisFaults.ToCaller(exception);
        if (_answer.TrySetException(told))
        {
            // Whoever has stopped waiting leaves it unseen on purpose.
            _ = _answer.Task.Exception;
        }
    }
}

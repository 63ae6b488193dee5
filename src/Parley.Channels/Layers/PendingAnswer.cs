using System.Runtime.CompilerServices;

namespace Parley.Channels;

/// <summary>A step with an answer that somebody waits for.</summary>
internal abstract class PendingAnswer<T>(ValueTask<T> work) : PendingStep
{
    // Whoever waits goes on elsewhere: it must hold up neither the group nor history.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A task, since one thread may look at it while another takes its result.
    private readonly Task<T> _work = work.AsTask();

    public Task<T> Answer => _done.Task;

    public override bool IsReady => _work.IsCompleted;

    public void WhenReady(Action proceed)
    {
        ConfiguredTaskAwaitable<T>.ConfiguredTaskAwaiter awaiter = _work.ConfigureAwait(false).GetAwaiter();
        if (awaiter.IsCompleted)
        {
            proceed();
        }
        else
        {
            awaiter.UnsafeOnCompleted(proceed);
        }
    }

    public override void End()
    {
        try
        {
            T result = _work.GetAwaiter().GetResult();
            OnResult(result);
            _done.SetResult(result);
        }
        catch (Exception exception)
        {
            _done.SetException(exception);
        }
        finally
        {
            OnEnded();
        }
    }

    /// <summary>History has answered.</summary>
    protected abstract void OnResult(T result);

    /// <summary>Everything is done, or has failed.</summary>
    protected virtual void OnEnded()
    {
    }
}

using System.Runtime.CompilerServices;

namespace Parley.Channels;

/// <summary>Awaited, goes on running where code may block.</summary>
internal readonly struct PoolAwaitable(LoopScheduler scheduler) : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public PoolAwaitable GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => scheduler.Schedule(new Continuation(continuation));

    private sealed class Continuation(Action continuation) : IThreadPoolWorkItem
    {
        public void Execute() => continuation();
    }
}

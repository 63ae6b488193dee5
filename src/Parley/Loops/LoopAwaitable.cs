using System.Runtime.CompilerServices;

namespace Parley;

/// <summary>What <see cref="ConnectionLoop.SwitchTo"/> returns: awaiting it goes on running on the loop.</summary>
/// <param name="loop">The loop to go on.</param>
public readonly struct LoopAwaitable(ConnectionLoop loop) : ICriticalNotifyCompletion
{
    /// <summary>Always false: even on the loop, other work that waits goes first.</summary>
    public bool IsCompleted => false;

    /// <summary>Makes the value awaitable.</summary>
    public LoopAwaitable GetAwaiter() => this;

    /// <summary>Nothing to get.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) =>
        loop.Post(new LoopWork(static (action, _) => ((Action)action!)(), continuation));
}

using System.IO.Pipelines;

namespace Parley.AspNetCore;

/// <summary>Has a pipe call back on a loop.</summary>
internal sealed class LoopPipeScheduler(ConnectionLoop loop) : PipeScheduler
{
    public override void Schedule(Action<object?> action, object? state) => loop.Post(new LoopWork(
        static (action, state) => ((Action<object?>)action!)(state), action, state));
}

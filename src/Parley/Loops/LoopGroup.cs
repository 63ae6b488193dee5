using Microsoft.Extensions.Logging;

namespace Parley;

/// <summary>Some loops that new connections are dealt to in turn.</summary>
public sealed class LoopGroup : IDisposable
{
    private readonly ConnectionLoop[] _loops;
    private uint _next;

    /// <summary>Makes a group of loops.</summary>
    /// <param name="loops">The loops, at least one. The group disposes them.</param>
    public LoopGroup(IEnumerable<ConnectionLoop> loops)
    {
        _loops = [.. loops];
        ArgumentOutOfRangeException.ThrowIfZero(_loops.Length, nameof(loops));
    }

    /// <summary>Makes a group of <see cref="PoolLoop"/>s, one for each processor this process may use.</summary>
    /// <param name="time">The clock that deadlines are counted on.</param>
    /// <param name="logger">Where faults are logged.</param>
    public static LoopGroup OnPool(TimeProvider? time = null, ILogger<PoolLoop>? logger = null) =>
        new(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new PoolLoop(time, logger: logger)));

    /// <summary>The loop for the next connection. Any thread may call it.</summary>
    public ConnectionLoop Next() => _loops[Interlocked.Increment(ref _next) % (uint)_loops.Length];

    /// <summary>Ends every loop: the connections on them are dropped.</summary>
    public void Dispose()
    {
        foreach (ConnectionLoop loop in _loops)
        {
            loop.Dispose();
        }
    }
}

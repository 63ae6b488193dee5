namespace Parley.Testing;

/// <summary>
/// Takes the synchronization context of a test framework away for a while. Where there is one, the runtime sends whoever
/// has waited for a task to the thread pool, and what a test turns by hand would go on by chance.
/// </summary>
internal readonly struct NoContext : IDisposable
{
    private readonly SynchronizationContext? _outer;

    private NoContext(SynchronizationContext? outer) => _outer = outer;

    public static NoContext Enter()
    {
        SynchronizationContext? outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        return new NoContext(outer);
    }

    public void Dispose() => SynchronizationContext.SetSynchronizationContext(_outer);
}

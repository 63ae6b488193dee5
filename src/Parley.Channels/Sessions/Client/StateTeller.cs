using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Parley.Channels;

/// <summary>Tells a handler of a client's states, one after the other, in their order, and while nothing is locked.</summary>
internal sealed class StateTeller(Action<SessionClientStateChange>? handler, ILogger logger)
{
    private readonly ConcurrentQueue<SessionClientStateChange> _changes = new();
    private int _isTelling;

    public void Add(SessionClientStateChange change)
    {
        if (handler is not null)
        {
            _changes.Enqueue(change);
        }
    }

    /// <summary>Tells what has been added, unless another thread is at it.</summary>
    public void Tell()
    {
        while (!_changes.IsEmpty && Interlocked.Exchange(ref _isTelling, 1) == 0)
        {
            while (_changes.TryDequeue(out SessionClientStateChange? change))
            {
                Tell(change);
            }

            Volatile.Write(ref _isTelling, 0);
        }
    }

    private void Tell(SessionClientStateChange change)
    {
        try
        {
            handler!(change);
        }
        catch (Exception exception)
        {
            SessionClientLog.HandlerFault(logger, exception);
        }
    }
}

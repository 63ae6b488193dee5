namespace Parley.Channels.Sqlite;

/// <summary>Work for a thread of its own, in order, bounded by what it costs. Any thread may add; one takes.</summary>
internal sealed class WorkQueue<T>(long limit) : IDisposable
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Queue<(T Work, long Cost)> _waiting = new();
    private readonly AutoResetEvent _arrived = new(initialState: false);
    private long _cost;
    private bool _isClosed;

    /// <summary>Adds work. False if as much as may wait is waiting.</summary>
    /// <exception cref="ObjectDisposedException">The queue is closed.</exception>
    public bool TryAdd(T work, long cost)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_cost >= limit)
            {
                return false;
            }

            _cost += cost;
            _waiting.Enqueue((work, cost));
            if (_waiting.Count == 1)
            {
                _arrived.Set();
            }

            return true;
        }
    }

    /// <summary>Takes no more work. What waits is still taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _arrived.Set();
            }
        }
    }

    /// <summary>Takes no more work, and refuses what waits: for a thread that ends before its time, so that nobody waits for ever.</summary>
    /// <param name="refuse">Called for each piece of work.</param>
    public void Refuse(Action<T> refuse)
    {
        Close();
        var rest = new List<T>();
        while (Take(rest, int.MaxValue, long.MaxValue))
        {
            rest.ForEach(refuse);
            rest.Clear();
        }
    }

    /// <summary>Waits for work and takes what is there, within limits. False if the queue is closed and empty.</summary>
    public bool Take(List<T> batch, int maxCount, long maxCost)
    {
        while (true)
        {
            lock (_lock)
            {
                long cost = 0;
                while (batch.Count < maxCount && cost < maxCost && _waiting.TryDequeue(out (T Work, long Cost) next))
                {
                    batch.Add(next.Work);
                    cost += next.Cost;
                }

                _cost -= cost;
                if (batch.Count > 0 || _isClosed)
                {
                    return batch.Count > 0;
                }
            }

            _arrived.WaitOne();
        }
    }

    public void Dispose() => _arrived.Dispose();
}

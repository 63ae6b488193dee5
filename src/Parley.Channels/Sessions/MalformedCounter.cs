namespace Parley.Channels;

/// <summary>Counts a session's malformed messages over a minute.</summary>
internal struct MalformedCounter
{
    private const int Limit = 20;
    private const long Window = 60_000;

    private Queue<long>? _times;

    /// <summary>Counts one more.</summary>
    /// <param name="now">The time in milliseconds.</param>
    /// <returns>Whether that is one too many.</returns>
    public bool Add(long now)
    {
        _times ??= new Queue<long>(Limit);
        while (_times.TryPeek(out long oldest) && now - oldest >= Window)
        {
            _times.Dequeue();
        }

        _times.Enqueue(now);
        return _times.Count >= Limit;
    }
}

namespace Parley.AspNetCore;

/// <summary>Counts the connections that are open or being opened. Any thread may call any member.</summary>
/// <param name="most">How many there may be, or null for any number.</param>
internal sealed class ConnectionLimit(int? most)
{
    private int _count;

    public int Value => Volatile.Read(ref _count);

    public bool IsFull => Value >= most;

    /// <summary>Counts one more, unless it is one too many.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= (most ?? int.MaxValue))
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}

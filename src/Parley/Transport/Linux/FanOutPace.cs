namespace Parley;

/// <summary>
/// Decides how long a loop's publications wait for others to go out with. A fan-out costs a send for each member,
/// whatever it holds; when several senders publish at once, one that comes right behind another would carry little. So
/// after a fan-out of several publications the next one waits twice as long as that one took, and a millisecond at most. A
/// publication that comes alone never waits.
/// </summary>
internal sealed class FanOutPace(TimeProvider time)
{
    private static readonly TimeSpan _longestRest = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(1);

    private long _begin;
    private long _end;
    private TimeSpan _pause;

    /// <summary>Whether publications still wait.</summary>
    public bool IsPausing => Remaining > TimeSpan.Zero;

    private TimeSpan Remaining => _pause == TimeSpan.Zero ? TimeSpan.Zero : _pause - time.GetElapsedTime(_end);

    /// <summary>
    /// Rests for a part of the pause. The loop sees what came meanwhile at once and not one by one, which would cost a
    /// wake-up for each.
    /// </summary>
    public unsafe void Rest()
    {
        TimeSpan remaining = Remaining;
        if (remaining > TimeSpan.Zero)
        {
            TimeSpan rest = remaining < _longestRest ? remaining : _longestRest;
            long* secondsAndNanoseconds = stackalloc long[2] { 0, rest.Ticks * TimeSpan.NanosecondsPerTick };
            Libc.Sleep(secondsAndNanoseconds, null);
        }
    }

    public void Begin() => _begin = time.GetTimestamp();

    /// <summary>A fan-out has been sent.</summary>
    /// <param name="publications">How many publications it held.</param>
    public void End(int publications)
    {
        _end = time.GetTimestamp();
        TimeSpan twice = time.GetElapsedTime(_begin, _end) * 2;
        _pause = publications < 2 ? TimeSpan.Zero : twice < _longest ? twice : _longest;
    }
}

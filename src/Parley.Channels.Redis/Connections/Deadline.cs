namespace Parley.Channels.Redis;

/// <summary>Moments to come, as timestamps of a clock.</summary>
internal static class Deadline
{
    public static long After(TimeProvider time, TimeSpan wait)
    {
        double ticks = wait.TotalSeconds * time.TimestampFrequency;
        return ticks < long.MaxValue / 2d ? time.GetTimestamp() + (long)ticks : long.MaxValue;
    }
}

using System.Security.Cryptography;

namespace Parley.Channels.Redis;

/// <summary>How long to wait before the next try to connect: twice as long each time, and less by chance.</summary>
internal sealed class ReconnectBackoff(TimeSpan first, TimeSpan longest, Func<double>? chance = null)
{
    private const int ChanceSteps = 1 << 20;

    private readonly Func<double> _chance = chance ?? Chance;
    private double _next = first.TotalMilliseconds;

    /// <summary>The wait: from a half to the whole of what the doubling gives, so that nodes do not come back together.</summary>
    public TimeSpan Next()
    {
        double whole = Math.Min(_next, longest.TotalMilliseconds);
        _next = Math.Min(whole * 2, longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(whole * (0.5 + (_chance() / 2)));
    }

    /// <summary>The connection has held: the next wait is the first again.</summary>
    public void Reset() => _next = first.TotalMilliseconds;

    private static double Chance() => RandomNumberGenerator.GetInt32(ChanceSteps) / (double)ChanceSteps;
}

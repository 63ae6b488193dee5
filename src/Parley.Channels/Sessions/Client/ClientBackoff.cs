using Parley.Protocol;

namespace Parley.Channels;

/// <summary>How long to wait before the next attempt: the reference's section 10.</summary>
/// <param name="first">The longest first pause.</param>
/// <param name="longest">The longest pause.</param>
/// <param name="random">Chance, from 0 to less than 1.</param>
internal sealed class ClientBackoff(TimeSpan first, TimeSpan longest, Func<double> random)
{
    // So many doublings are beyond any longest pause.
    private const int ManyFailures = 40;

    private static readonly TimeSpan _goodAfter = TimeSpan.FromSeconds(5);

    private int _failures;

    /// <summary>The pause after a lost connection.</summary>
    /// <param name="code">What it closed with.</param>
    /// <param name="lasted">How long it was open; zero if it never was.</param>
    /// <param name="drain">After what time the server may be asked again, if it has said so.</param>
    public TimeSpan Next(CloseCode code, TimeSpan lasted, TimeSpan drain)
    {
        if (code == CloseCode.PolicyViolation)
        {
            // Whoever broke the rules, or may no longer be here, is in no hurry.
            _failures = ManyFailures;
        }
        else if (lasted >= _goodAfter)
        {
            _failures = 0;
        }

        // Chance spreads those who were cut off together: over all of the pause, or over as long again as the server said.
        if (drain > TimeSpan.Zero)
        {
            return drain * (1 + random());
        }

        double most = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, _failures));
        _failures = Math.Min(_failures + 1, ManyFailures);
        return TimeSpan.FromMilliseconds(random() * most);
    }
}

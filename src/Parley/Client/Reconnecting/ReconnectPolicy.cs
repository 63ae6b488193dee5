using System.Security.Cryptography;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// When a client that has lost its server tries again: after delays that grow, with a part left to chance, so that the
/// clients of a server that restarts do not all come at once. Immutable; shared by any number of clients.
/// </summary>
public sealed record ReconnectPolicy
{
    /// <summary>The policy with every default.</summary>
    public static ReconnectPolicy Default { get; } = new();

    /// <summary>The longest that the first delay may be: it lies anywhere between nothing and this. 5 s unless set.</summary>
    public TimeSpan InitialDelay
    {
        get;
        init => field = Positive(nameof(InitialDelay), value);
    } = TimeSpan.FromSeconds(5);

    /// <summary>How many times longer each delay is than the one before, 1 or more. 1.618 unless set.</summary>
    public double Factor
    {
        get;
        init => field = value >= 1 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A number from 1 on is expected.");
    } = 1.618;

    /// <summary>What no delay is longer than. 90 s unless set.</summary>
    public TimeSpan MaxDelay
    {
        get;
        init => field = Positive(nameof(MaxDelay), value);
    } = TimeSpan.FromSeconds(90);

    /// <summary>Which part of a delay, but for the first, is left to chance, from 0 to 1. 0.5 unless set.</summary>
    public double Jitter
    {
        get;
        init => field = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A part from 0 to 1 is expected.");
    } = 0.5;

    /// <summary>How many attempts in a row are made, at most; null, unless set, for any number.</summary>
    public int? MaxAttempts
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A number above zero is expected, or null.");
    }

    /// <summary>
    /// How long a connection has to last for the delays to begin anew; one that ends sooner counts as an attempt that
    /// failed. 10 s unless set.
    /// </summary>
    public TimeSpan StableAfter
    {
        get;
        init => field = Positive(nameof(StableAfter), value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether to try again after an error: a <see cref="WebSocketHandshakeException"/>, a <see cref="TimeoutException"/>,
    /// or a <see cref="WebSocketClosedException"/> for a connection that has ended. <see cref="IsTrouble"/> unless set.
    /// </summary>
    public Func<Exception, bool> ShouldRetry { get; init; } = IsTrouble;

    /// <summary>Told of each delay as it begins, on any thread. Nobody unless set.</summary>
    public Action<ReconnectDelay>? Waiting { get; init; }

    /// <summary>A number from 0 to 1.</summary>
    internal Func<double> Chance { get; init; } =
        static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    /// <summary>
    /// Whether an error is trouble that may pass: the network's, a server's that is down, overloaded or restarting (HTTP
    /// 408, 425, 429, 5xx but for 501 and 505; close codes 1001, 1006, 1011 to 1014). A refusal is none: another HTTP
    /// status, a certificate, another close code. It would only be repeated.
    /// </summary>
    /// <param name="error">The error.</param>
    public static bool IsTrouble(Exception error) => error switch
    {
        TimeoutException => true,
        WebSocketClosedException closed => closed.Code is CloseCode.GoingAway or CloseCode.AbnormalClosure or CloseCode.InternalError
            or CloseCode.ServiceRestart or CloseCode.TryAgainLater or CloseCode.BadGateway,
        WebSocketHandshakeException { StatusCode: { } status, Failure: HandshakeFailure.Refused or HandshakeFailure.Proxy } =>
            status is 408 or 425 or 429 or (>= 500 and not 501 and not 505),
        WebSocketHandshakeException handshake => handshake.Failure is HandshakeFailure.NameNotFound
            or HandshakeFailure.Unreachable or HandshakeFailure.ConnectionLost,
        _ => false,
    };

    /// <summary>The delay after so many failures in a row, of which there is at least one.</summary>
    internal TimeSpan DelayAfter(int failures)
    {
        double whole = Math.Min(MaxDelay.TotalSeconds, InitialDelay.TotalSeconds * Math.Pow(Factor, failures - 1));
        double part = failures == 1 ? 1 : Jitter;
        return TimeSpan.FromSeconds(whole * (1 - (part * Chance())));
    }

    private static TimeSpan Positive(string name, TimeSpan value) =>
        value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(name, value, "A positive time is expected.");
}

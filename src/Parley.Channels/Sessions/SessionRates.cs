using System.Globalization;
using System.Threading.RateLimiting;

namespace Parley.Channels;

/// <summary>How many requests a connection, and a user on all connections, may send.</summary>
internal sealed class SessionRates : IDisposable
{
    private readonly TokenBucketRateLimiterOptions? _perConnection;
    private readonly TokenBucketRateLimiterOptions? _perUser;
    private readonly PartitionedRateLimiter<string>? _users;

    public SessionRates(SessionServerOptions options)
    {
        _perConnection = options.ConnectionLimit;
        _perUser = options.UserLimit;
        if (_perUser is { } perUser)
        {
            _users = PartitionedRateLimiter.Create<string, string>(
                user => RateLimitPartition.GetTokenBucketLimiter(user, _ => perUser), StringComparer.Ordinal);
        }
    }

    /// <summary>Makes a connection's own limiter; null if there is none.</summary>
    public RateLimiter? LimitConnection() => _perConnection is null ? null : new TokenBucketRateLimiter(_perConnection);

    /// <summary>Counts a request.</summary>
    /// <param name="connection">The connection's limiter.</param>
    /// <param name="user">The user, if the server knows one.</param>
    /// <param name="refusal">Why it may not be sent now.</param>
    /// <param name="retryAfter">When it may.</param>
    public bool TryAcquire(RateLimiter? connection, string? user, out string? refusal, out TimeSpan retryAfter)
    {
        (refusal, retryAfter) = (null, default);
        if (connection is not null)
        {
            using RateLimitLease lease = connection.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                refusal = Explain("This connection", _perConnection!);
                retryAfter = PauseOf(lease, _perConnection!);
                return false;
            }
        }

        if (_users is not null && user is not null)
        {
            using RateLimitLease lease = _users.AttemptAcquire(user);
            if (!lease.IsAcquired)
            {
                refusal = Explain(user, _perUser!);
                retryAfter = PauseOf(lease, _perUser!);
                return false;
            }
        }

        return true;
    }

    public void Dispose() => _users?.Dispose();

    private static TimeSpan PauseOf(RateLimitLease lease, TokenBucketRateLimiterOptions options) =>
        lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan pause) && pause > TimeSpan.Zero
            ? pause
            : options.ReplenishmentPeriod;

    private static string Explain(string who, TokenBucketRateLimiterOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"{who} may send {options.TokenLimit} requests at once, and {options.TokensPerPeriod} more every {options.ReplenishmentPeriod.TotalSeconds} s.");
}

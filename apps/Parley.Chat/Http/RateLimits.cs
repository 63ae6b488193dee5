using System.Threading.RateLimiting;

namespace Parley.Chat;

/// <summary>How often the same address or user may ask for what costs something.</summary>
internal sealed class RateLimits(ChatSettings settings) : IDisposable
{
    private const int RoomsPerMinute = 20;

    private readonly PartitionedRateLimiter<string> _signIns = PerMinute(settings.NewGuestsPerMinute);
    private readonly PartitionedRateLimiter<string> _pictures = PerMinute(settings.PicturesPerMinute);
    private readonly PartitionedRateLimiter<string> _rooms = PerMinute(RoomsPerMinute);

    /// <summary>Whether a name or a token may be tried; false if that has been refused.</summary>
    public ValueTask<bool> TrySignInAsync(HttpContext context) => TryAsync(context, _signIns, Visitor.Of(context).Network);

    /// <summary>Whether a picture may be sent; false if that has been refused.</summary>
    public ValueTask<bool> TryPictureAsync(HttpContext context) => TryAsync(context, _pictures, Visitor.Of(context).User!.Id);

    /// <summary>Whether a room may be made; false if that has been refused.</summary>
    public ValueTask<bool> TryRoomAsync(HttpContext context) => TryAsync(context, _rooms, Visitor.Of(context).User?.Id ?? "administrator");

    public void Dispose()
    {
        _signIns.Dispose();
        _pictures.Dispose();
        _rooms.Dispose();
    }

    private static PartitionedRateLimiter<string> PerMinute(int count) => PartitionedRateLimiter.Create<string, string>(
        who => RateLimitPartition.GetSlidingWindowLimiter(who, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = count,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        }),
        StringComparer.Ordinal);

    private static async ValueTask<bool> TryAsync(HttpContext context, PartitionedRateLimiter<string> limiter, string who)
    {
        using RateLimitLease lease = limiter.AttemptAcquire(who);
        if (!lease.IsAcquired)
        {
            await Answers.RefuseAsync(context, lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan pause) ? pause : TimeSpan.FromSeconds(10));
        }

        return lease.IsAcquired;
    }
}

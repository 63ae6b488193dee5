using System.Threading.RateLimiting;

namespace Parley.Channels;

/// <summary>
/// What a session's client may do, by its rate and by its rights. What it may not do is refused here. Begins on the
/// session's loop.
/// </summary>
internal sealed class SessionRights(Session session, SessionServer server)
{
    // It has a timer, and a session that never opens is never told of its end: made for the first request.
    private RateLimiter? _limiter;

    /// <summary>Whether the server's program allows it.</summary>
    /// <param name="access">What the client wants to do.</param>
    /// <param name="reference">The request's <c>ref</c>.</param>
    /// <param name="id">The publication's id, if it is one.</param>
    public async ValueTask<bool> MayAsync(SessionAccess access, byte[] reference, string? id = null)
    {
        if (server.Options.Authorize is not { } authorize
            || await authorize(access, session.Ended).ConfigureAwait(false) is not { } refusal)
        {
            return true;
        }

        if (!session.Loop.IsCurrent)
        {
            await session.Loop.SwitchTo();
        }

        session.Refuse(reference, refusal.Code, refusal.Message, id, refusal.RetryAfter);
        return false;
    }

    /// <summary>Counts a request. False if there have been too many.</summary>
    /// <param name="reference">The request's <c>ref</c>.</param>
    /// <param name="id">The publication's id, if it is one.</param>
    public bool TryAcquire(byte[] reference, string? id = null)
    {
        _limiter ??= server.Rates.LimitConnection();
        if (server.Rates.TryAcquire(_limiter, session.User, out string? refusal, out TimeSpan retryAfter))
        {
            return true;
        }

        session.Refuse(reference, SessionErrorCode.RateLimited, refusal!, id, retryAfter);
        return false;
    }

    /// <summary>The connection has ended.</summary>
    public void End() => _limiter?.Dispose();
}

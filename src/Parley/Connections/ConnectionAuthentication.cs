using System.Security.Claims;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// Who is at the other end of a connection, and until when that holds. When it no longer holds, the connection is closed
/// with <see cref="CloseCode.Unauthorized"/>, unless it has been renewed before. Any thread may call any member.
/// </summary>
public sealed class ConnectionAuthentication
{
    // A timer can't be set much further than seven weeks ahead.
    private static readonly TimeSpan _longestWait = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly WebSocketConnection _connection;
    private ClaimsPrincipal? _user;
    private DateTimeOffset? _expiresAt;
    private ITimer? _timer;

    internal ConnectionAuthentication(WebSocketConnection connection) => _connection = connection;

    /// <summary>Who it is. Somebody without claims, until a host or the application says more; never null.</summary>
    public ClaimsPrincipal User
    {
        get
        {
            lock (_lock)
            {
                return _user ??= new ClaimsPrincipal(new ClaimsIdentity());
            }
        }
    }

    /// <summary>When the connection is closed, or null for never.</summary>
    public DateTimeOffset? ExpiresAt
    {
        get
        {
            lock (_lock)
            {
                return _expiresAt;
            }
        }
    }

    /// <summary>
    /// Says who it is from now on, and until when. Called by a host for the request that opens the connection, and by an
    /// application that has checked what a client sent on the open connection, such as a fresh token. Whether it is still
    /// the same user, and still one who may be here, is the caller's to check.
    /// </summary>
    /// <param name="user">Who it is.</param>
    /// <param name="expiresAt">When the connection is to be closed, at once if that is past; null for never.</param>
    public void Renew(ClaimsPrincipal user, DateTimeOffset? expiresAt = null)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (_lock)
        {
            _user = user;
            _expiresAt = expiresAt;
            Wait();
        }
    }

    /// <summary>The connection is open: only now can it be closed.</summary>
    internal void OnOpened()
    {
        lock (_lock)
        {
            Wait();
        }
    }

    /// <summary>The connection has ended: nothing is left to close.</summary>
    internal void OnEnded()
    {
        lock (_lock)
        {
            _timer?.Dispose();
        }
    }

    // With the lock held.
    private void Wait()
    {
        if (_connection.State != ConnectionState.Open)
        {
            return;
        }

        if (_expiresAt is not { } expiresAt)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        TimeSpan left = expiresAt - _connection.Loop.Time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            _connection.Close(CloseCode.Unauthorized, "the authentication has expired");
            return;
        }

        _timer ??= _connection.Loop.Time.CreateTimer(
            static authentication => ((ConnectionAuthentication)authentication!).OnTimer(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);

        // Rounded up, or a timer that counts whole milliseconds would come too early.
        double milliseconds = Math.Ceiling(Math.Min(left.TotalMilliseconds, _longestWait.TotalMilliseconds));
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            Wait();
        }
    }
}

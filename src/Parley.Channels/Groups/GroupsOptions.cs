using System.Security.Claims;
using System.Text;

namespace Parley.Channels;

/// <summary>What holds for a node's groups.</summary>
public sealed record GroupsOptions
{
    private const int MaxUserBytes = 256;

    /// <summary>The options with every default.</summary>
    public static GroupsOptions Default { get; } = new();

    /// <summary>Who keeps count of who is in a group, which the groups dispose; nobody unless set.</summary>
    public IPresence? Presence { get; init; }

    /// <summary>
    /// What each group does about members that read too slowly: closes them with 1013 unless set. To a session that was
    /// closed nothing is lost: it comes back and recovers. Where a policy drops, it is told of what it missed in a
    /// <c>gap</c> once it reads again; for sessions both ways of dropping leave out the newest, and
    /// <see cref="SlowReaderPolicy.KeepLatest"/>, which has no key here, does as
    /// <see cref="SlowReaderPolicy.DropOldest"/>. Asked once for each group that gets its first member.
    /// </summary>
    public Func<GroupName, SlowReaderPolicy> SlowReaders { get; init; } = static _ => SlowReaderPolicy.Close;

    /// <summary>
    /// What a user is called, of 1 to 256 bytes of UTF-8: the same for all of a user's connections, and nobody else's.
    /// Null for somebody the server doesn't know. The claim <c>nameidentifier</c>, else <c>sub</c>, else the identity's name,
    /// unless set.
    /// </summary>
    public Func<ClaimsPrincipal, string?> UserOf { get; init; } = static principal =>
        principal.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? principal.FindFirst("sub")?.Value ?? principal.Identity?.Name;

    /// <summary>The clock that what is published without history is dated by; the system's unless set.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Where those go on who have waited for others to join or leave a group: on the thread pool, unless a simulation
    /// replaces it.
    /// </summary>
    public LoopScheduler Scheduler { get; init; } = LoopScheduler.ThreadPool;

    internal string? NameOf(ClaimsPrincipal principal)
    {
        string? user = UserOf(principal);
        if (string.IsNullOrEmpty(user))
        {
            return null;
        }

        return Encoding.UTF8.GetByteCount(user) <= MaxUserBytes
            ? user
            : throw new InvalidOperationException($"A user's name has at most {MaxUserBytes} bytes: see GroupsOptions.UserOf.");
    }
}

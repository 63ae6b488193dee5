namespace Parley.Channels;

/// <summary>
/// The fields of what a server says, in messages and in the objects within them. <see cref="RetryAfter"/> is written
/// <c>retry_after</c>, and the others accordingly.
/// </summary>
internal enum ServerField
{
    Op,
    Ref,
    Group,
    Id,
    Client,
    User,
    Offset,
    At,
    Data,
    Epoch,
    From,
    To,
    Version,
    Count,
    Members,
    Joined,
    Left,
    Show,
    Recovered,
    Recoverable,
    Duplicate,
    Messages,
    More,
    Code,
    Message,
    RetryAfter,
    Heartbeat,
    Resend,
    MaxMessage,
    Features,
}

namespace Parley.Channels;

/// <summary>What a server's message is.</summary>
internal enum ServerOp
{
    Unknown,
    Welcome,
    Joined,
    Left,
    Message,
    Published,
    Gap,
    Presence,
    Signal,
    History,
    Deleted,
    Error,
    Drain,
    Pong,
    Authenticated,
}

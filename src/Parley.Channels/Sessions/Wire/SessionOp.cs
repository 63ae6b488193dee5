namespace Parley.Channels;

/// <summary>What a session's client can ask for.</summary>
internal enum SessionOp
{
    Join,
    Leave,
    Publish,
    History,
    Signal,
    Auth,
    Ping,
}

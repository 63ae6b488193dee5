namespace Parley.Channels;

/// <summary>What a <see cref="ConsumerEvent"/> tells.</summary>
internal enum ConsumerEventKind
{
    Connect,
    Message,
    GroupEvent,
    Disconnect,
}

namespace Parley.Channels;

/// <summary>
/// The group was joined: the first time, again after a reconnect, or because its epoch has changed. What was missed
/// follows.
/// </summary>
public sealed record SessionJoined : SessionEvent
{
    internal SessionJoined()
    {
    }

    /// <summary>The newest publication's place. The offset is 0 if there has been none in this epoch.</summary>
    public required StreamPosition Head { get; init; }

    /// <summary>Whether everything after the position that was asked for follows, with nothing missing.</summary>
    public bool IsRecovered { get; init; }

    /// <summary>Whether what is missed while there is no connection can be had later. False in groups without history.</summary>
    public bool IsRecoverable { get; init; }

    /// <summary>What the members were at this moment.</summary>
    internal PresenceSnapshot Presence { get; init; } = new(0, 0, null);

    private protected override int DataSize => Presence.Members?.Sum(static member => member.Show.Length) ?? 0;
}

namespace Parley.Channels;

/// <summary>What <c>joined</c> says of a group.</summary>
/// <param name="Head">Where its stream stands.</param>
/// <param name="IsRecovered">Whether everything after the position that was asked for follows.</param>
/// <param name="IsRecoverable">Whether what is missed can be had later.</param>
/// <param name="Members">Who is there; null if nobody keeps count, or nobody asked.</param>
internal readonly record struct JoinedState(
    StreamPosition Head, bool IsRecovered, bool IsRecoverable, PresenceSnapshot? Members);

using Parley.Protocol;

namespace Parley.Channels;

/// <summary>What has become of a <see cref="SessionClient"/>'s connection.</summary>
/// <param name="State">How things stand now.</param>
/// <param name="RetryIn">While waiting: how long it is until the next attempt. Zero otherwise.</param>
/// <param name="CloseCode">
/// While waiting: what the connection closed with, <see cref="CloseCode.AbnormalClosure"/> if it broke or never came to be.
/// Null otherwise.
/// </param>
/// <param name="Reason">While waiting: why, in words for a log. Empty otherwise.</param>
public sealed record SessionClientStateChange(
    SessionClientState State, TimeSpan RetryIn = default, CloseCode? CloseCode = null, string Reason = "");

namespace Parley.Protocol;

/// <summary>What the peer did wrong, and the code that the connection fails with (RFC 6455 section 7.1.7).</summary>
/// <param name="Code">The close code sent to the peer.</param>
/// <param name="Reason">
/// A sentence for the log and for the Close frame: plain ASCII, at most 123 bytes, without anything the peer sent.
/// </param>
public sealed record ProtocolError(CloseCode Code, string Reason);

namespace Parley.Protocol;

/// <summary>What a server agreed to as it opened the WebSocket.</summary>
/// <param name="Subprotocol">The subprotocol it chose of those that were offered, or null.</param>
/// <param name="Deflate">How messages are compressed, or null if they are not.</param>
public sealed record ClientAgreement(string? Subprotocol, DeflateParameters? Deflate);

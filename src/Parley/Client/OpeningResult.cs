namespace Parley;

/// <summary>What became of an opening handshake: one of the two.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Refused">The answer that opened none.</param>
internal sealed record OpeningResult(WebSocketConnection? Connection, RefusedAnswer? Refused);

namespace Parley;

/// <summary>How a group's message is delivered to each member.</summary>
/// <param name="Policy">What is done about a member that reads too slowly.</param>
/// <param name="Key">
/// What the message is the latest of, for <see cref="SlowReaderPolicy.KeepLatest"/>: a price's symbol, a player's id.
/// </param>
/// <param name="Except">A member that is left out, such as the sender; nobody unless given.</param>
public readonly record struct Delivery(
    SlowReaderPolicy Policy, string? Key = null, WebSocketConnection? Except = null);

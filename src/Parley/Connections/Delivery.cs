namespace Parley;

/// <summary>How a group's message is delivered to each member.</summary>
/// <param name="Policy">What is done about a member that reads too slowly.</param>
public readonly record struct Delivery(SlowReaderPolicy Policy);

namespace Parley.Channels.Generators;

/// <summary>A method of a consumer, and one event that it handles.</summary>
/// <param name="Event">The event's type.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Data">What is given as its data, as an expression over <c>groupEvent</c>; null if it wants none.</param>
/// <param name="TakesToken">Whether it takes a token.</param>
/// <param name="IsAwaitable">Whether it returns a ValueTask, and not nothing.</param>
internal sealed record EventMethod(string Event, string Method, string? Data, bool TakesToken, bool IsAwaitable);

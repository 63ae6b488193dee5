namespace Parley.Chat;

/// <summary>Why something is refused.</summary>
/// <param name="Error">For programs.</param>
/// <param name="Message">For people, in a sentence.</param>
internal sealed record Refusal(string Error, string Message);

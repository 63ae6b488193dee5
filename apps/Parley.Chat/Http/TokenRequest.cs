namespace Parley.Chat;

/// <summary>A token of the operator's site.</summary>
internal sealed record TokenRequest(string? Token);

namespace Parley.Chat;

/// <summary>A name that a guest wants, and the tag that their token has, if they have one.</summary>
internal sealed record NameRequest(string? Name, string? Tag = null);

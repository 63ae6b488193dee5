namespace Parley.Chat;

/// <summary>What a cookie or a token says.</summary>
/// <param name="User">Who it is.</param>
/// <param name="IsAdmin">Whether they look after the chat.</param>
/// <param name="ExpiresAt">Until when it holds.</param>
/// <param name="Refusal">Why it is not taken, in a sentence.</param>
internal readonly record struct Credentials(
    ChatUser? User, bool IsAdmin = false, DateTimeOffset? ExpiresAt = null, string? Refusal = null);

namespace Parley.Chat;

/// <summary>A room that an administrator has deleted.</summary>
/// <param name="Id">What it was called in addresses.</param>
/// <param name="At">When it was deleted.</param>
/// <param name="IsErased">Whether its messages are gone from history too.</param>
internal sealed record DeletedRoom(string Id, DateTimeOffset At, bool IsErased);

namespace Parley.Chat;

/// <summary>Somebody who may read and not write for a while.</summary>
/// <param name="User">Who, as <see cref="ChatUser.Id"/> has it.</param>
/// <param name="Name">What they were called then.</param>
/// <param name="Until">When it ends.</param>
internal sealed record Mute(string User, string Name, DateTimeOffset Until);

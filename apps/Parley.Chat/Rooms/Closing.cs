namespace Parley.Chat;

/// <summary>A connection that an administrator has closed, for whichever server has it.</summary>
/// <param name="Client">The connection.</param>
/// <param name="Until">When this can be forgotten.</param>
internal sealed record Closing(string Client, DateTimeOffset Until);

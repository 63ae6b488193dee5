namespace Parley.AspNetCore;

/// <summary>A consumer's endpoint that has sessions as well.</summary>
internal sealed class SessionMetadata
{
    public static SessionMetadata Instance { get; } = new();
}

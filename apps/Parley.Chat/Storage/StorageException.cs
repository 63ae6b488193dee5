namespace Parley.Chat;

/// <summary>Something can't be read or kept; the message says why.</summary>
internal sealed class StorageException(string message) : Exception(message)
{
    /// <summary>Whether there is no room for it.</summary>
    public bool IsFull { get; init; }
}

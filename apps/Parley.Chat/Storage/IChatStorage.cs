namespace Parley.Chat;

/// <summary>Where the chat keeps what is no message. Any thread may call any member.</summary>
internal interface IChatStorage
{
    /// <summary>Whether other servers use the same.</summary>
    bool IsShared { get; }

    /// <summary>Reads a value; null if there is none.</summary>
    /// <exception cref="StorageException">It can't be read.</exception>
    ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Replaces a value, unless it is no longer the expected one; null expects that there is none.</summary>
    /// <exception cref="StorageException">It can't be kept.</exception>
    ValueTask<bool> TryReplaceAsync(string name, byte[]? expected, byte[] value, CancellationToken cancellationToken);

    /// <summary>Keeps a picture, under a name that says what is in it.</summary>
    /// <exception cref="StorageException">It can't be kept.</exception>
    ValueTask SavePictureAsync(string name, byte[] content, CancellationToken cancellationToken);

    /// <summary>Reads a picture; null if there is none, or no more.</summary>
    /// <exception cref="StorageException">It can't be read.</exception>
    ValueTask<byte[]?> ReadPictureAsync(string name, CancellationToken cancellationToken);

    /// <summary>Forgets a picture, if there is one.</summary>
    /// <exception cref="StorageException">It can't be deleted.</exception>
    ValueTask DeletePictureAsync(string name, CancellationToken cancellationToken);
}

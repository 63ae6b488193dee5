namespace Parley.Chat;

/// <summary>Keeps the chat's state and pictures as files in the data folder. One server has it: the history's lock sees to that.</summary>
internal sealed class FolderStorage : IChatStorage, IDisposable
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _folder;
    private readonly string _pictures;
    private readonly long _mostBytes;
    private long _pictureBytes;

    public FolderStorage(string folder, long mostPictureBytes)
    {
        _folder = folder;
        _pictures = Path.Combine(folder, "pictures");
        _mostBytes = mostPictureBytes;
        Directory.CreateDirectory(_pictures);
        _pictureBytes = new DirectoryInfo(_pictures).EnumerateFiles().Sum(static file => file.Length);
    }

    public bool IsShared => false;

    public ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) =>
        ReadFileAsync(PathOf(name), cancellationToken);

    public async ValueTask<bool> TryReplaceAsync(string name, byte[]? expected, byte[] value, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            byte[]? stored = await ReadFileAsync(PathOf(name), cancellationToken);
            bool isExpected = stored is null ? expected is null : expected is not null && stored.AsSpan().SequenceEqual(expected);
            if (isExpected)
            {
                WriteFile(PathOf(name), value);
            }

            return isExpected;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask SavePictureAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            string path = Path.Combine(_pictures, name);
            if (File.Exists(path))
            {
                // Its age counts from the last time that somebody has shown it.
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
                return;
            }

            if (_pictureBytes + content.Length > _mostBytes)
            {
                throw new StorageException("There is no room for more pictures: PictureSpace is used up.") { IsFull = true };
            }

            WriteFile(path, content);
            _pictureBytes += content.Length;
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask<byte[]?> ReadPictureAsync(string name, CancellationToken cancellationToken) =>
        ReadFileAsync(Path.Combine(_pictures, name), cancellationToken);

    public async ValueTask DeletePictureAsync(string name, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Delete(new FileInfo(Path.Combine(_pictures, name)));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Deletes the pictures that nobody has shown since a time.</summary>
    public async ValueTask DeletePicturesBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (FileInfo file in new DirectoryInfo(_pictures).EnumerateFiles().Where(file => file.LastWriteTimeUtc < time.UtcDateTime))
            {
                Delete(file);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private string PathOf(string name) => Path.Combine(_folder, name + ".json");

    private void Delete(FileInfo file)
    {
        if (file.Exists)
        {
            long length = file.Length;
            file.Delete();
            _pictureBytes -= length;
        }
    }

    private static async ValueTask<byte[]?> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data folder can't be read: {exception.Message}");
        }
    }

    // There is the old file or the new one, whenever the machine stops.
    private static void WriteFile(string path, byte[] content)
    {
        string next = path + ".new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnersAlone;
            }

            using (var file = new FileStream(next, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data folder can't be written: {exception.Message}");
        }
    }
}

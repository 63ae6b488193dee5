namespace Parley;

/// <summary>What changes when a file is replaced or written to.</summary>
/// <param name="Path">The file itself, behind every link.</param>
/// <param name="Written">When it was last written to.</param>
/// <param name="Length">How long it is, in bytes.</param>
internal readonly record struct FileStamp(string Path, DateTime Written, long Length)
{
    /// <summary>A file's stamp; the same one for every file that is not there.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            // Certificates are often replaced by turning a link, in the file's place or above it.
            FileSystemInfo? target = File.ResolveLinkTarget(path, returnFinalTarget: true);
            var file = new FileInfo(target?.FullName ?? path);
            return new FileStamp(file.FullName, file.LastWriteTimeUtc, file.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}

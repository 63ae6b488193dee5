using Parley.Protocol;

namespace Parley.Channels;

/// <summary>A file as an answer.</summary>
internal static class StaticFile
{
    private const int MaxBytes = 1024 * 1024;

    private const string Unknown = "application/octet-stream";

    private static readonly Dictionary<string, string> _types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".ico"] = "image/x-icon",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    /// <exception cref="ArgumentException">The file is too large.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static HttpReply Read(string file, string? contentType)
    {
        var info = new FileInfo(file);
        if (info.Exists && info.Length > MaxBytes)
        {
            throw new ArgumentException(
                $"{info.FullName} has {info.Length} bytes, and {MaxBytes} at most can be answered. Larger files are a web server's.",
                nameof(file));
        }

        return new HttpReply(200, "")
        {
            Content = File.ReadAllBytes(info.FullName),
            ContentType = contentType ?? _types.GetValueOrDefault(info.Extension, Unknown),
        };
    }
}

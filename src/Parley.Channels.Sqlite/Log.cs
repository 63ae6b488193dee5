using Microsoft.Extensions.Logging;

namespace Parley.Channels.Sqlite;

/// <summary>Everything this library logs.</summary>
internal static partial class Log
{
    [LoggerMessage(201, LogLevel.Error, "{Count} publications and other changes were refused: history could not be written")]
    public static partial void WritingFailed(ILogger logger, int count, Exception exception);

    [LoggerMessage(202, LogLevel.Warning, "{File} is not the file that was last used here: a new epoch begins")]
    public static partial void FileReplaced(ILogger logger, string file);
}

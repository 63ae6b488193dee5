namespace Parley.Channels.Redis;

/// <summary>What an error of Redis means for what was asked of it.</summary>
internal static class RedisFaults
{
    /// <summary>Whether it may have been carried out all the same.</summary>
    public static bool IsUnknown(Exception exception) => exception
        is RedisConnectionException { Outcome: CommandOutcome.Unknown }
        or RedisTimeoutException { Outcome: CommandOutcome.Unknown };

    /// <summary>Whether the server has not carried it out, and will soon. ORDER is our own script's.</summary>
    public static bool IsPassing(Exception exception) => exception is RedisServerException
    {
        Code: "LOADING" or "READONLY" or "MASTERDOWN" or "CLUSTERDOWN" or "TRYAGAIN" or "BUSY" or "NOSCRIPT" or "MOVED" or "ASK" or "ORDER",
    };

    /// <summary>What the caller of a layer is told.</summary>
    public static Exception ToCaller(Exception exception) => exception switch
    {
        RedisOverloadedException => new HistoryException(HistoryError.Busy, exception.Message, exception),
        RedisServerException { Code: "OOM" } => new HistoryException(
            HistoryError.Full, $"Redis has no memory left: {exception.Message}", exception),
        RedisServerException { Code: "WRONGTYPE" } or RedisProtocolException => new HistoryException(
            HistoryError.Damaged, $"What Redis keeps is no history: {exception.Message}", exception),
        RedisServerException => new HistoryException(HistoryError.Unavailable, $"Redis refused: {exception.Message}", exception),
        RedisException when !IsUnknown(exception) => new HistoryException(HistoryError.Unavailable, exception.Message, exception),
        _ => exception,
    };
}

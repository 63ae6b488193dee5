namespace Parley.Channels;

/// <summary>
/// History could not do what it was asked for. A publication that it was asked to keep is not kept, and nobody has heard
/// of it; what was acknowledged before is not affected.
/// </summary>
/// <param name="error">Why.</param>
/// <param name="message">What was expected, what came, what to do.</param>
/// <param name="innerException">What lies behind it.</param>
public sealed class HistoryException(HistoryError error, string message, Exception? innerException = null)
    : IOException(message, innerException)
{
    /// <summary>Why.</summary>
    public HistoryError Error { get; } = error;
}

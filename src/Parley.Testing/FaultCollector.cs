using Microsoft.Extensions.Logging;

namespace Parley.Testing;

/// <summary>A log that keeps the first exception written to it, so that a test can be told why a consumer failed.</summary>
internal sealed class FaultCollector : ILogger
{
    private Exception? _first;

    public Exception? First => Volatile.Read(ref _first);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Interlocked.CompareExchange(ref _first, exception, null);
        }
    }
}

using Microsoft.Extensions.Logging;

namespace Parley.TestSupport;

/// <summary>A log that can't be written: whoever logs gets an exception.</summary>
public sealed class BrokenLog : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        throw new IOException("the disk is full");

    public void Dispose()
    {
    }
}

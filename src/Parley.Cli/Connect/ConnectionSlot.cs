namespace Parley.Cli.Connect;

/// <summary>The connection there is, of those that follow each other.</summary>
internal sealed class ConnectionSlot
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<WebSocketConnection> _next = New();

    /// <summary>The connection, or null.</summary>
    public WebSocketConnection? Current { get; private set; }

    /// <summary>Waits until there is one.</summary>
    public Task<WebSocketConnection> WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _next.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A connection is open.</summary>
    public void Fill(WebSocketConnection connection)
    {
        lock (_lock)
        {
            Current = connection;
            _next.TrySetResult(connection);
        }
    }

    /// <summary>A connection is of no use any more.</summary>
    public void Empty(WebSocketConnection connection)
    {
        lock (_lock)
        {
            if (Current == connection)
            {
                Current = null;
                _next = New();
            }
        }
    }

    private static TaskCompletionSource<WebSocketConnection> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

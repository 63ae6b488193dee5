namespace Parley;

/// <summary>What most connections never have, or only once they end.</summary>
internal sealed class ConnectionDetails
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _completion;
    private ConnectionAuthentication? _authentication;
    private SemaphoreSlim? _fragmentTurn;
    private PingTimes? _pings;

    /// <summary>The subprotocol agreed on, or null.</summary>
    public string? Subprotocol { get; set; }

    /// <summary>The reason the connection closed with.</summary>
    public string CloseReason { get; set; } = "";

    /// <summary>Whether this end has begun the closing.</summary>
    public bool IsClosedHere { get; set; }

    /// <summary>What a group sent before the connection was opened.</summary>
    public HeldMessages? Held { get; set; }

    /// <summary>Who is at the other end, if anybody has said or asked.</summary>
    public ConnectionAuthentication? KnownAuthentication => _authentication;

    /// <summary>The pings, if any have been sent that are measured.</summary>
    public PingTimes? Pings => _pings;

    /// <summary>The pings. Any thread may ask, and the first makes them.</summary>
    public PingTimes PingTimes(WebSocketConnection connection)
    {
        lock (_lock)
        {
            return _pings ??= new PingTimes(connection);
        }
    }

    /// <summary>Held by whoever sends a message in fragments. Any thread may ask, and the first makes it.</summary>
    public SemaphoreSlim FragmentTurn()
    {
        lock (_lock)
        {
            return _fragmentTurn ??= new SemaphoreSlim(1);
        }
    }

    /// <summary>Any thread may ask who is at the other end, and the first makes it.</summary>
    public ConnectionAuthentication Authentication(WebSocketConnection connection)
    {
        lock (_lock)
        {
            return _authentication ??= new ConnectionAuthentication(connection);
        }
    }

    /// <summary>Completes when the transport has closed. Any thread may ask, and the first makes it.</summary>
    public Task CompletionOf(WebSocketConnection connection)
    {
        Task completion;
        lock (_lock)
        {
            _completion ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            completion = _completion.Task;
        }

        // It may have closed since it was seen open.
        if (connection.IsTransportClosed)
        {
            Complete();
        }

        return completion;
    }

    public void Complete()
    {
        lock (_lock)
        {
            _completion?.TrySetResult();
        }
    }
}

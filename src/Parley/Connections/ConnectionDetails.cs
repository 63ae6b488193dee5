namespace Parley;

/// <summary>What most connections never have, or only once they end.</summary>
internal sealed class ConnectionDetails
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _completion;
    private ConnectionAuthentication? _authentication;

    /// <summary>The subprotocol agreed on, or null.</summary>
    public string? Subprotocol { get; set; }

    /// <summary>The reason the connection closed with.</summary>
    public string CloseReason { get; set; } = "";

    /// <summary>What a group sent before the connection was opened.</summary>
    public HeldMessages? Held { get; set; }

    /// <summary>Who is at the other end, if anybody has said or asked.</summary>
    public ConnectionAuthentication? KnownAuthentication => _authentication;

    /// <summary>Any thread may ask who is at the other end, and the first makes it.</summary>
    public ConnectionAuthentication Authentication(WebSocketConnection connection)
    {
        lock (_lock)
        {
            return _authentication ??= new ConnectionAuthentication(connection);
        }
    }

    /// <summary>Completes when the transport has closed. Any thread may ask, and the first makes it.</summary>
    public Task Completion()
    {
        lock (_lock)
        {
            _completion ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _completion.Task;
        }
    }

    public void Complete()
    {
        lock (_lock)
        {
            _completion?.TrySetResult();
        }
    }
}

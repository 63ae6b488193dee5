using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>One connection of a load. What it does for each message happens on its loop, and allocates nothing.</summary>
internal abstract class LoadConnection(Load load) : IWebSocketHandler
{
    private volatile bool _isOpen;

    /// <summary>Whether the server has not closed it.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>How many messages it waits for. Any thread may ask.</summary>
    public abstract long Missing { get; }

    /// <summary>A number that changes when a message comes. Any thread may ask.</summary>
    public abstract long Progress { get; }

    protected Load Load { get; } = load;

    protected WebSocketConnection Connection { get; private set; } = null!;

    /// <summary>What the connections of its loop count together.</summary>
    protected LoopTally Tally { get; private set; } = null!;

    public void OnOpen(WebSocketConnection connection)
    {
        Connection = connection;
        Tally = Load.TallyOf(connection.Loop);
        _isOpen = true;
    }

    public abstract void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload);

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
        // Counted first: who sees that none is open any more says what was counted.
        if (!Load.IsEnding)
        {
            Load.Errors.Add($"connection closed by the server with {(int)code}");
        }

        _isOpen = false;
    }

    /// <summary>Sends its first messages. Any thread may call it.</summary>
    public void Start() => Connection.Loop.Post(new LoopWork(static (self, _) => ((LoadConnection)self!).SendFirst(), this));

    /// <summary>Closes in good order, and completes when that is over or the patience is.</summary>
    public Task CloseAsync(CancellationToken patience) => Connection.CloseAsync(cancellationToken: patience).AsTask();

    /// <summary>Sends as many messages as are to be under way. On the loop.</summary>
    protected abstract void SendFirst();

    /// <summary>Sends what stands in the loop's draft. On the loop.</summary>
    protected void SendDraft()
    {
        // A connection that has closed has been counted as an error already.
        if (Connection.Send(Load.Settings.Type, Tally.Draft) == SendStatus.Full)
        {
            Load.Errors.Add("message not taken: the server reads too slowly");
        }
    }
}

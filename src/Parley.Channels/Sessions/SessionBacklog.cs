namespace Parley.Channels;

/// <summary>What waits until a session's client has read what it was sent. On the session's loop.</summary>
/// <param name="connection">The session's connection.</param>
/// <param name="mark">How many bytes may wait for the client.</param>
internal sealed class SessionBacklog(WebSocketConnection connection, int mark)
{
    private HashSet<SessionGroup>? _lossy;
    private TaskCompletionSource? _drained;

    /// <summary>Whether so much waits for the client that a group's policy has to decide.</summary>
    public bool IsPastMark => connection.UnsentBytes >= mark;

    /// <summary>A group has left something out, and tells so when the client reads again.</summary>
    public void Add(SessionGroup lossy) => (_lossy ??= []).Add(lossy);

    /// <summary>
    /// Completes when the client has read, or the connection has ended. For whom the connection has said that it is full.
    /// </summary>
    public Task AwaitDrain() => (_drained ??= new TaskCompletionSource()).Task;

    /// <summary>The client has read everything, or the connection has ended. Whoever waits goes on here.</summary>
    public void OnDrained()
    {
        (HashSet<SessionGroup>? lossy, _lossy) = (_lossy, null);
        foreach (SessionGroup group in lossy ?? [])
        {
            group.TryTellLost();
        }

        (TaskCompletionSource? drained, _drained) = (_drained, null);
        drained?.SetResult();
    }
}

using Parley.Protocol;

namespace Parley.Channels;

/// <summary>Sends what a session says to its client, and knows what waits until that has read. On the session's loop.</summary>
/// <param name="connection">The session's connection.</param>
/// <param name="mark">How many bytes may wait for the client.</param>
internal sealed class SessionOutput(WebSocketConnection connection, int mark)
{
    private HashSet<SessionGroup>? _lossy;
    private TaskCompletionSource? _drained;

    /// <summary>Whether so much waits for the client that a group's policy has to decide.</summary>
    public bool IsPastMark => connection.UnsentBytes >= mark;

    /// <summary>Sends, however much waits.</summary>
    public void Send(MessageType type, ReadOnlySpan<byte> message)
    {
        if (connection.Send(type, message) == SendStatus.Full)
        {
            _ = SendAnywayAsync(type, message.ToArray());
        }
    }

    /// <summary>Sends, but not if much waits for the client already. Then <see cref="OnDrained"/> follows.</summary>
    public bool TrySend(MessageType type, ReadOnlySpan<byte> message) => connection.Send(type, message) != SendStatus.Full;

    /// <summary>Sends, and if much waits for the client already, waits before that until it has read.</summary>
    public ValueTask SendAsync(MessageType type, ReadOnlySpan<byte> message) =>
        connection.Send(type, message) == SendStatus.Full
            ? SendWhenDrainedAsync(type, message.ToArray())
            : ValueTask.CompletedTask;

    /// <summary>A group has left something out, and tells so when the client reads again.</summary>
    public void Add(SessionGroup lossy) => (_lossy ??= []).Add(lossy);

    /// <summary>The client has read everything, or the connection has ended. Whoever waits goes on here.</summary>
    public void OnDrained()
    {
        (HashSet<SessionGroup>? lossy, _lossy) = (_lossy, null);
        foreach (SessionGroup group in lossy ?? [])
        {
            if (!group.TryTellLost())
            {
                Add(group);
            }
        }

        (TaskCompletionSource? drained, _drained) = (_drained, null);
        drained?.SetResult();
    }

    private async ValueTask SendWhenDrainedAsync(MessageType type, byte[] message)
    {
        do
        {
            await (_drained ??= new TaskCompletionSource()).Task.ConfigureAwait(false);
        }
        while (connection.Send(type, message) == SendStatus.Full);
    }

    private async Task SendAnywayAsync(MessageType type, byte[] message)
    {
        try
        {
            await connection.SendAsync(type, message).ConfigureAwait(false);
        }
        catch (WebSocketClosedException)
        {
            // Nobody is there to read it.
        }
    }
}

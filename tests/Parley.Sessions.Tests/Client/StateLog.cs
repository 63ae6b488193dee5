using System.Collections.Concurrent;
using System.Threading.Channels;
using Parley.TestSupport;

namespace Parley.Sessions.Tests.Client;

/// <summary>Waits for the states of a client.</summary>
internal sealed class StateLog
{
    private readonly Channel<SessionClientStateChange> _changes = Channel.CreateUnbounded<SessionClientStateChange>();

    public ConcurrentQueue<SessionClientStateChange> All { get; } = new();

    public void Add(SessionClientStateChange change)
    {
        All.Enqueue(change);
        _changes.Writer.TryWrite(change);
    }

    /// <summary>Waits for the next change to a state.</summary>
    public async Task<SessionClientStateChange> UntilAsync(SessionClientState state)
    {
        while (true)
        {
            SessionClientStateChange change = await Within.Time(_changes.Reader.ReadAsync());
            if (change.State == state)
            {
                return change;
            }
        }
    }
}

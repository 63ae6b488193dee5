namespace Parley.Channels;

/// <summary>
/// Publications that wait for an answer, in the order in which they were made: the reference's section 8. Up to 64 are on
/// their way. What was cut off goes out again on the next connection.
/// </summary>
internal sealed class ClientOutbox(int capacity, string idPrefix, SessionClock clock, Action<byte[]> send)
{
    private const int Window = 64;

    private readonly LinkedList<OutboxEntry> _entries = new();
    private readonly Dictionary<string, LinkedListNode<OutboxEntry>> _byId = new(StringComparer.Ordinal);

    // The first that has not been sent on this connection.
    private LinkedListNode<OutboxEntry>? _next;
    private SessionWelcome? _terms;
    private int _onTheirWay;
    private long _count;

    public bool HasOnTheirWay => _onTheirWay > 0;

    /// <summary>Another id: random bits of this program, and a number that rises.</summary>
    public string NewId() => $"{idPrefix}-{++_count}";

    /// <summary>Takes a publication, and sends it if it may go.</summary>
    /// <returns>Its place. Fails if too many wait, or one with this id does.</returns>
    public Task<SessionPublished> Add(string group, string id, ReadOnlyMemory<byte> data)
    {
        if (_byId.ContainsKey(id))
        {
            return Refused(SessionException.IdReused, $"{id} is on its way.", id);
        }

        if (_entries.Count >= capacity)
        {
            return Refused(
                SessionException.OutboxFull,
                $"{capacity} publications wait for the server. Await some before you publish more.",
                id);
        }

        var entry = new OutboxEntry(id, ClientMessages.Publish(group, id, data));
        LinkedListNode<OutboxEntry> node = _entries.AddLast(entry);
        _byId.Add(id, node);
        _next ??= node;
        Flush();
        return entry.Answer;
    }

    /// <summary>Takes the entry that an answer is for; null if none waits for it.</summary>
    public OutboxEntry? Take(string? id)
    {
        if (id is null || !_byId.TryGetValue(id, out LinkedListNode<OutboxEntry>? node))
        {
            return null;
        }

        Remove(node);
        return node.Value;
    }

    /// <summary>Sends what may go. To be called after an answer has made room.</summary>
    public void Flush()
    {
        while (_terms is { } terms && _next is { } node && _onTheirWay < Window)
        {
            _next = node.Next;
            if (RefusalOf(node.Value, terms) is { } refusal)
            {
                Remove(node);
                node.Value.Reject(refusal);
            }
            else
            {
                _onTheirWay++;
                node.Value.OnSent(clock);
                send(node.Value.Text);
            }
        }
    }

    /// <summary>The connection is lost: everything is to be sent again.</summary>
    public void Cut()
    {
        _terms = null;
        _onTheirWay = 0;
        _next = _entries.First;
        foreach (OutboxEntry entry in _entries)
        {
            entry.IsOnItsWay = false;
        }
    }

    /// <summary>There is a connection again, under these terms.</summary>
    public void Resume(SessionWelcome terms)
    {
        _terms = terms;
        Flush();
    }

    /// <summary>There will be no connection any more.</summary>
    public void End()
    {
        foreach (OutboxEntry entry in _entries)
        {
            entry.Reject(entry.WasSent ? Unknown(entry) : new SessionException(SessionException.Closed, "The client is closed.") { Id = entry.Id });
        }

        Cut();
        _entries.Clear();
        _byId.Clear();
        _next = null;
    }

    private static Task<SessionPublished> Refused(string code, string message, string id) =>
        Task.FromException<SessionPublished>(new SessionException(code, message) { Id = id });

    private SessionException? RefusalOf(OutboxEntry entry, SessionWelcome terms) =>
        entry.IsOlderThan(terms.Resend, clock) ? Unknown(entry)
        : entry.Text.Length > terms.MaxMessage ? ClientRequests.TooLarge(entry.Text.Length, terms.MaxMessage, entry.Id)
        : null;

    private void Remove(LinkedListNode<OutboxEntry> node)
    {
        _next = _next == node ? node.Next : _next;
        _onTheirWay -= node.Value.IsOnItsWay ? 1 : 0;
        _byId.Remove(node.Value.Id);
        _entries.Remove(node);
    }

    private static SessionException Unknown(OutboxEntry entry) => new(
        SessionException.Unknown,
        $"{entry.Id} was sent and never answered, and the server may have forgotten it. It may have been published or not.")
    {
        Id = entry.Id,
    };
}

namespace Parley.Channels;

/// <summary>The events that wait while a consumer is at work on an earlier one. On the loop only.</summary>
internal sealed class ConsumerMailbox(ConnectionOptions options)
{
    private readonly Queue<ConsumerEvent> _events = new();
    private Load _messages;
    private Load _groupEvents;

    /// <summary>Whether reading has been paused because of it.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether an event of a group found no room before the connection was open.</summary>
    public bool HasOverflowed { get; set; }

    /// <summary>Whether the peer has to wait.</summary>
    public bool IsFullOfMessages => IsFull(_messages);

    /// <summary>Whether the consumer has fallen behind its groups, whatever its own peer has sent.</summary>
    public bool IsFullOfGroupEvents => IsFull(_groupEvents);

    /// <summary>Whether the peer may go on.</summary>
    public bool IsHalfEmpty => _messages.Count <= options.InboxMessages / 2 && _messages.Bytes <= options.InboxBytes / 2;

    public void Add(in ConsumerEvent item)
    {
        _events.Enqueue(item);
        Count(item, 1);
    }

    public bool TryTake(out ConsumerEvent item)
    {
        if (!_events.TryDequeue(out item))
        {
            return false;
        }

        Count(item, -1);
        return true;
    }

    private void Count(in ConsumerEvent item, int sign)
    {
        if (item.Kind == ConsumerEventKind.Message)
        {
            _messages = _messages.Plus(sign, item.Size * sign);
        }
        else if (item.Kind == ConsumerEventKind.GroupEvent)
        {
            _groupEvents = _groupEvents.Plus(sign, item.Size * sign);
        }
    }

    private bool IsFull(Load load) => load.Count >= options.InboxMessages || load.Bytes >= options.InboxBytes;

    private readonly record struct Load(int Count, long Bytes)
    {
        public Load Plus(int count, int bytes) => new(Count + count, Bytes + bytes);
    }
}

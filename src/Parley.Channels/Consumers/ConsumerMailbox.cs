namespace Parley.Channels;

/// <summary>The events that wait while a consumer is at work on an earlier one. On the loop only.</summary>
internal sealed class ConsumerMailbox(ConnectionOptions options)
{
    private readonly Queue<ConsumerEvent> _events = new();
    private int _bytes;

    public bool IsFull => _events.Count >= options.InboxMessages || _bytes >= options.InboxBytes;

    public bool IsHalfEmpty => _events.Count <= options.InboxMessages / 2 && _bytes <= options.InboxBytes / 2;

    public void Add(in ConsumerEvent item)
    {
        _events.Enqueue(item);
        _bytes += item.Size;
    }

    public bool TryTake(out ConsumerEvent item)
    {
        bool taken = _events.TryDequeue(out item);
        _bytes -= taken ? item.Size : 0;
        return taken;
    }
}

using System.Diagnostics.CodeAnalysis;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// Messages of a connection whose socket takes no more, in order and not yet encoded for it: so a group's can still be
/// dropped, and take no memory of their own. On the loop only.
/// </summary>
internal sealed class WaitingMessages
{
    private readonly LinkedList<Entry> _entries = [];
    private Dictionary<string, LinkedListNode<Entry>>? _byKey;
    private LinkedListNode<Entry>? _oldestOfGroup;

    /// <summary>How many bytes they will take on the wire, if not compressed.</summary>
    public long Bytes { get; private set; }

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Adds a message that was sent to this connection alone: it is never dropped.</summary>
    /// <param name="message">The message, whose reference is taken over.</param>
    public void Add(PreparedMessage message) => Append(new Entry(message, IsOfGroup: false, Key: null));

    /// <summary>Adds a group's message, if its policy finds room for it.</summary>
    /// <param name="message">The message. A reference is taken if it is kept.</param>
    /// <param name="delivery">Its policy; <see cref="SlowReaderPolicy.Close"/> has been dealt with.</param>
    /// <param name="room">How many bytes may wait here before the connection is past its mark.</param>
    /// <param name="counters">Where drops are counted.</param>
    public SendStatus Add(PreparedMessage message, in Delivery delivery, long room, SlowReaderCounters counters)
    {
        if (delivery is { Policy: SlowReaderPolicy.KeepLatest, Key: { } key } && TryRemove(key))
        {
            counters.CountReplaced();
        }

        if (Bytes >= room && delivery.Policy == SlowReaderPolicy.DropNewest)
        {
            counters.CountDroppedNewest();
            return SendStatus.Full;
        }

        // What is left past the mark is on its way or was sent to this member alone. Behind it this message waits all the
        // same, or the member would never get the latest.
        while (Bytes >= room && TryRemoveOldest())
        {
            counters.CountDroppedOldest();
        }

        string? kept = delivery.Policy == SlowReaderPolicy.KeepLatest ? delivery.Key : null;
        Append(new Entry(message.Retain(), IsOfGroup: true, kept));
        return SendStatus.Taken;
    }

    /// <summary>Takes the next message, and its reference with it.</summary>
    public bool TryTake([NotNullWhen(true)] out PreparedMessage? message)
    {
        message = _entries.First is { } first ? Remove(first) : null;
        return message is not null;
    }

    public void Clear()
    {
        while (TryTake(out PreparedMessage? message))
        {
            message.Release();
        }
    }

    private void Append(in Entry entry)
    {
        LinkedListNode<Entry> node = _entries.AddLast(entry);
        Bytes += entry.Message.Frame.Length;
        if (entry.IsOfGroup)
        {
            _oldestOfGroup ??= node;
        }

        if (entry.Key is not null)
        {
            (_byKey ??= new Dictionary<string, LinkedListNode<Entry>>(StringComparer.Ordinal))[entry.Key] = node;
        }
    }

    private bool TryRemove(string key)
    {
        if (_byKey is null || !_byKey.TryGetValue(key, out LinkedListNode<Entry>? node))
        {
            return false;
        }

        Remove(node).Release();
        return true;
    }

    private bool TryRemoveOldest()
    {
        if (_oldestOfGroup is null)
        {
            return false;
        }

        Remove(_oldestOfGroup).Release();
        return true;
    }

    private PreparedMessage Remove(LinkedListNode<Entry> node)
    {
        if (node == _oldestOfGroup)
        {
            do
            {
                _oldestOfGroup = _oldestOfGroup.Next;
            }
            while (_oldestOfGroup is { Value.IsOfGroup: false });
        }

        if (node.Value.Key is { } key)
        {
            _byKey!.Remove(key);
        }

        _entries.Remove(node);
        Bytes -= node.Value.Message.Frame.Length;
        return node.Value.Message;
    }

    private readonly record struct Entry(PreparedMessage Message, bool IsOfGroup, string? Key);
}

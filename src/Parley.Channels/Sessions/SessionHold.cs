using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// What a group is told while a session of it reads history: everything after <see cref="Start"/>. Bounded: past that
/// the publications go, and history has to be read again. Under the group's lock.
/// </summary>
internal sealed class SessionHold(StreamPosition start)
{
    private const int MaxMessages = 256;
    private const int MaxBytes = 256 * 1024;

    private readonly List<HeldMessage> _messages = [];
    private TaskCompletionSource? _changed;
    private int _bytes;

    /// <summary>Everything that was told after this is held.</summary>
    public StreamPosition Start { get; private set; } = start;

    /// <summary>What is held.</summary>
    public IReadOnlyList<HeldMessage> Messages => _messages;

    /// <summary>Whether something is missing that has no position, so that nobody can read it.</summary>
    public bool HasLost { get; private set; }

    /// <summary>Holds a publication.</summary>
    public void Add(StreamPosition position, PreparedMessage message)
    {
        if (_messages.Count < MaxMessages && _bytes < MaxBytes)
        {
            Hold(position.Offset, message);
            return;
        }

        HasLost |= position.Epoch is null;
        SkipTo(position);
    }

    /// <summary>Holds something that has no place among the publications.</summary>
    public void Add(PreparedMessage message)
    {
        if (_messages.Count < 2 * MaxMessages)
        {
            Hold(0, message);
        }
    }

    /// <summary>Lets go of the publications up to a position: they have to be read.</summary>
    public void SkipTo(StreamPosition position)
    {
        foreach (HeldMessage held in _messages.Where(static held => held.Offset > 0))
        {
            held.Message.Release();
        }

        _messages.RemoveAll(static held => held.Offset > 0);
        _bytes = _messages.Sum(static held => held.Message.Payload.Length);
        Start = position;
    }

    /// <summary>Offsets start anew.</summary>
    public void BeginEpoch(StreamPosition position)
    {
        Clear();
        Start = position;
        _changed?.TrySetResult();
        _changed = null;
    }

    /// <summary>
    /// Completes when the epoch ends, or when nothing is held any more. Whoever awaits it goes on under the group's lock: it
    /// must do no more than switch to its loop.
    /// </summary>
    public Task AwaitEpoch() => (_changed ??= new TaskCompletionSource()).Task;

    /// <summary>Lets go of everything.</summary>
    public void Clear()
    {
        foreach (HeldMessage held in _messages)
        {
            held.Message.Release();
        }

        _messages.Clear();
        _bytes = 0;
        _changed?.TrySetResult();
    }

    private void Hold(long offset, PreparedMessage message)
    {
        _messages.Add(new HeldMessage(offset, message.Retain()));
        _bytes += message.Payload.Length;
    }
}

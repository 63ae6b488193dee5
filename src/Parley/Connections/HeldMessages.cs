using Parley.Protocol;

namespace Parley;

/// <summary>A group's messages for a connection that has not been opened yet. Bounded: past that the rest is lost.</summary>
internal sealed class HeldMessages
{
    private const int MaxMessages = 64;
    private const int MaxBytes = 1024 * 1024;

    private readonly List<PreparedMessage> _messages = [];
    private int _bytes;

    /// <summary>Whether a message found no room.</summary>
    public bool HasOverflowed { get; private set; }

    public SendStatus Add(PreparedMessage message)
    {
        if (HasOverflowed || _messages.Count == MaxMessages || _bytes >= MaxBytes)
        {
            HasOverflowed = true;
            return SendStatus.Full;
        }

        _messages.Add(message.Retain());
        _bytes += message.Payload.Length;
        return SendStatus.Taken;
    }

    /// <summary>Lets go of all messages, and begins anew.</summary>
    public void Drop()
    {
        Release(null);
        (HasOverflowed, _bytes) = (false, 0);
    }

    /// <summary>Hands over each message in order, and lets go of them.</summary>
    public void Release(Action<PreparedMessage>? send)
    {
        foreach (PreparedMessage message in _messages)
        {
            send?.Invoke(message);
            message.Release();
        }

        _messages.Clear();
    }
}

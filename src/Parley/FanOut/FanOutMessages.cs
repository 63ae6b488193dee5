using Parley.Protocol;

namespace Parley;

/// <summary>The publications that a loop lays out, and whom each of them leaves out. On the loop only.</summary>
internal sealed class FanOutMessages
{
    private PreparedMessage[] _messages = new PreparedMessage[16];
    private WebSocketConnection?[] _exceptions = [];
    private bool _hasExceptions;

    public int Count { get; private set; }

    public ArraySegment<PreparedMessage> All => new(_messages, 0, Count);

    /// <summary>Whom each leaves out; empty if none leaves anybody out.</summary>
    public ArraySegment<WebSocketConnection?> Exceptions => _hasExceptions ? new(_exceptions, 0, Count) : default;

    /// <summary>Adds a publication, whose reference is taken over.</summary>
    public void Add(PreparedMessage message, WebSocketConnection? except)
    {
        if (Count == _messages.Length)
        {
            Array.Resize(ref _messages, Count * 2);
        }

        _messages[Count] = message;
        if (_hasExceptions || except is not null)
        {
            AddException(except);
        }

        Count++;
    }

    /// <summary>Every member has its own by now.</summary>
    public void Release()
    {
        foreach (PreparedMessage message in All)
        {
            message.Release();
        }

        Array.Clear(_messages, 0, Count);
        Exceptions.AsSpan().Clear();
        _hasExceptions = false;
        Count = 0;
    }

    // What is beyond the last exception has been cleared, so that those before the first say nobody.
    private void AddException(WebSocketConnection? except)
    {
        if (_exceptions.Length < _messages.Length)
        {
            Array.Resize(ref _exceptions, _messages.Length);
        }

        _hasExceptions = true;
        _exceptions[Count] = except;
    }
}

using Parley;
using Parley.Protocol;

namespace ChatWithHistory;

/// <summary>
/// The members and what was said. One lock guards both, so nothing is said between somebody's history and the moment they
/// are a member: what is live for one is in the history of the next.
/// </summary>
internal sealed class ChatRoom : IWebSocketHandler
{
    private const int MaxMessages = 100;
    private const int MaxCharacters = 200_000;

    private readonly Lock _lock = new();
    private readonly List<WebSocketConnection> _members = [];
    private readonly Queue<string> _history = [];
    private int _characters;

    public void OnOpen(WebSocketConnection connection)
    {
        lock (_lock)
        {
            connection.Send($"{Guid.NewGuid()}");
            foreach (string html in _history)
            {
                connection.Send(html);
            }

            _members.Add(connection);
        }
    }

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        if (ChatMessage.Read(payload)?.ToHtml() is not { } html)
        {
            return;
        }

        lock (_lock)
        {
            Remember(html);
            foreach (WebSocketConnection member in _members)
            {
                // Send never waits. Whoever has 1 MiB waiting has stopped reading, and may come back for the history.
                if (member.Send(html) == SendStatus.Full)
                {
                    member.Close(CloseCode.TryAgainLater, "you read too slowly");
                }
            }
        }
    }

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
        lock (_lock)
        {
            _members.Remove(connection);
        }
    }

    private void Remember(string html)
    {
        _history.Enqueue(html);
        _characters += html.Length;
        while (_history.Count > MaxMessages || _characters > MaxCharacters)
        {
            _characters -= _history.Dequeue().Length;
        }
    }
}

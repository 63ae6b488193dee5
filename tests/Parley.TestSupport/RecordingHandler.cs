using System.Collections.Concurrent;
using System.Text;
using Parley.Protocol;

namespace Parley.TestSupport;

/// <summary>Writes down what happens on its connections, and does what a test wants besides.</summary>
public sealed class RecordingHandler : IWebSocketHandler
{
    private readonly ConcurrentQueue<string> _events = new();

    public IReadOnlyList<string> Events => [.. _events];

    public Action<WebSocketConnection>? Opened { get; init; }

    public Action<WebSocketConnection, string>? Message { get; init; }

    public Action<WebSocketConnection>? Drained { get; init; }

    public Action<WebSocketConnection>? Closed { get; init; }

    public void OnOpen(WebSocketConnection connection)
    {
        _events.Enqueue("open");
        Opened?.Invoke(connection);
    }

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        string text = Encoding.UTF8.GetString(payload);
        _events.Enqueue(payload.Length > 100 ? $"{payload.Length} bytes" : text);
        Message?.Invoke(connection, text);
    }

    public void OnDrained(WebSocketConnection connection)
    {
        _events.Enqueue("drained");
        Drained?.Invoke(connection);
    }

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
        _events.Enqueue($"closed {(int)code} {reason}".TrimEnd());
        Closed?.Invoke(connection);
    }
}

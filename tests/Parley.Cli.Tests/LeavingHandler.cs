using System.Text;
using Parley.Protocol;

namespace Parley.Cli.Tests;

/// <summary>An echo that says when it is in use, so that a test can take it away then.</summary>
/// <param name="isOpeningEnough">Whether a connection is use enough, or a message must come.</param>
/// <param name="answer">What it answers to everything instead of an echo.</param>
internal sealed class LeavingHandler(bool isOpeningEnough, string? answer = null) : IWebSocketHandler
{
    private readonly TaskCompletionSource _used = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Used => _used.Task;

    public void OnOpen(WebSocketConnection connection)
    {
        if (isOpeningEnough)
        {
            _used.TrySetResult();
        }
    }

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        _used.TrySetResult();
        connection.Send(type, answer is null ? payload : Encoding.UTF8.GetBytes(answer));
    }
}

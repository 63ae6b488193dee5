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
        if (IsNumbered(payload))
        {
            _used.TrySetResult();
        }

        connection.Send(type, answer is null ? payload : Encoding.UTF8.GetBytes(answer));
    }

    // What is measured carries a number of eight letters. A mixed load has others beside it, which may be first.
    private static bool IsNumbered(ReadOnlySpan<byte> payload) =>
        payload.Length >= 8 && !payload[..8].ContainsAnyExceptInRange((byte)'a', (byte)'p');
}

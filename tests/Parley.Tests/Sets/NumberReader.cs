using System.Globalization;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Sets;

/// <summary>A client of publications that begin with their number, eight digits: it counts them as long as none is missing.</summary>
internal sealed class NumberReader : IWebSocketHandler
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiter;
    private int _awaited;
    private int _heard;

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            if (int.Parse(payload[..8], CultureInfo.InvariantCulture) == _heard)
            {
                _heard++;
            }

            if (_heard == _awaited)
            {
                _waiter?.TrySetResult();
            }
        }
    }

    /// <summary>Waits until so many have come, each in its turn.</summary>
    public Task HeardAsync(int count)
    {
        lock (_lock)
        {
            if (_heard >= count)
            {
                return Task.CompletedTask;
            }

            _awaited = count;
            _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return Within.Time(_waiter.Task);
        }
    }
}

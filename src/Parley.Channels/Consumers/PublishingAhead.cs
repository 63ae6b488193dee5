namespace Parley.Channels;

/// <summary>
/// Lets a consumer turn to its next message while the last ones are still on their way to the layer, which keeps their order.
/// So a sender gets as many through a distant layer as there is room for, not one in each round trip. Any thread may call.
/// </summary>
internal sealed class PublishingAhead(ConsumerHost host)
{
    // For each connection. Past either the consumer waits, then its mailbox fills, and then reading pauses.
    private const int MaxCount = 16;
    private const long MaxBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private TaskCompletionSource? _room;
    private int _count;
    private long _bytes;

    // Under the lock.
    private bool IsFull => _count >= MaxCount || _bytes >= MaxBytes;

    /// <summary>Takes a publication that is on its way. If it fails, so has the consumer.</summary>
    /// <param name="publishing">The publication.</param>
    /// <param name="size">How many bytes it counts for.</param>
    /// <returns>Completes, never fails, when there is room for the next one.</returns>
    public ValueTask Add(ValueTask publishing, int size)
    {
        lock (_lock)
        {
            _count++;
            _bytes += size;
        }

        _ = FollowAsync(publishing, size);
        lock (_lock)
        {
            if (!IsFull)
            {
                return ValueTask.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task);
        }
    }

    private async Task FollowAsync(ValueTask publishing, int size)
    {
        try
        {
            await publishing.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await host.OnFaultAsync(ConsumerEventKind.Message, exception).ConfigureAwait(false);
        }

        TaskCompletionSource? room = null;
        lock (_lock)
        {
            _count--;
            _bytes -= size;
            if (!IsFull)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.TrySetResult();
    }
}

namespace Parley.Channels.Redis;

/// <summary>Hears the updates of one group's members.</summary>
internal sealed class PresenceFeed(
    GroupName group, Action<GroupName, ReadOnlyMemory<byte>> onUpdate, Action onInterrupted, Action onResumed) : IRedisSubscriber
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _resumed;

    /// <summary>Completes when what is told from now on is heard.</summary>
    public Task Heard
    {
        get
        {
            lock (_lock)
            {
                return _resumed?.Task ?? Task.CompletedTask;
            }
        }
    }

    public void OnMessage(ReadOnlyMemory<byte> payload) => onUpdate(group, payload);

    public void OnInterrupted(Exception reason)
    {
        lock (_lock)
        {
            _resumed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        onInterrupted();
    }

    public void OnResumed()
    {
        TaskCompletionSource? resumed;
        lock (_lock)
        {
            (resumed, _resumed) = (_resumed, null);
        }

        resumed?.TrySetResult();
        onResumed();
    }
}

using Parley.Channels;

namespace Parley.Testing;

/// <summary>Writes down what a layer tells.</summary>
internal sealed class LayerRecorder(TimeSpan patience) : IChannelLayerHandler
{
    private readonly Lock _lock = new();
    private readonly List<Told> _told = [];
    private readonly List<string> _others = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Called for each publication, before it is written down.</summary>
    public Action<GroupName, StreamPosition>? Publishing { get; set; }

    public IReadOnlyList<Told> Publications => Copy(_told);

    /// <summary>Gaps, epochs, states and erasures.</summary>
    public IReadOnlyList<string> Others => Copy(_others);

    public void OnPublication(GroupName group, Publication publication, StreamPosition position)
    {
        Publishing?.Invoke(group, position);
        Add(_told, Told.Of(group.Value, publication, position));
    }

    public void OnDirect(ChannelName channel, Publication publication) =>
        Add(_told, Told.Of(channel.Value, publication, default));

    public void OnGap(GroupName group, StreamGap gap) => Add(_others, $"gap in {group} from {gap.From} to {gap.To}");

    public void OnNewEpoch(GroupName group, StreamPosition position) => Add(_others, $"new epoch of {group}");

    public void OnErased(GroupName group, long offset) => Add(_others, $"erased {offset} in {group}");

    public void OnStateChanged(LayerState state) => Add(_others, $"{state}");

    /// <summary>Waits until so many publications have been told.</summary>
    public async Task<IReadOnlyList<Told>> WaitForAsync(int count)
    {
        await UntilAsync(() => _told.Count >= count, $"{count} publications").ConfigureAwait(false);
        return Publications;
    }

    /// <summary>Waits until something else than a publication has been told.</summary>
    public Task WaitForAsync(string other) => UntilAsync(() => _others.Contains(other), $"'{other}'");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task UntilAsync(Func<bool> condition, string what)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (condition())
                {
                    return;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(patience).ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                throw new SpecificationException(
                    $"{what} should have been told, but these were: {string.Join(", ", Publications)} {string.Join(", ", Others)}",
                    exception);
            }
        }
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }

    private void Add<T>(List<T> list, T item)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            list.Add(item);
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }
}

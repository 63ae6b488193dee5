namespace Parley.Cli.Connect;

/// <summary>Counts the messages that came, and tells when it is enough. Any thread may call it.</summary>
internal sealed class Tally(int? count)
{
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _came;

    /// <summary>Completes with the last message that was asked for; never if any number was.</summary>
    public Task Enough => _enough.Task;

    /// <summary>Whether as many came as were asked for.</summary>
    public bool IsComplete => count is null || Came >= count;

    /// <summary>How many came.</summary>
    public int Came => Volatile.Read(ref _came);

    /// <summary>Counts one more.</summary>
    /// <returns>False if it is one too many, and is not to be shown.</returns>
    public bool TryAdd() => Interlocked.Increment(ref _came) is var came && (count is null || came <= count);

    /// <summary>The message that was counted last has been shown.</summary>
    public void OnShown()
    {
        if (count is not null && IsComplete)
        {
            _enough.TrySetResult();
        }
    }
}

namespace Parley.TestSupport;

/// <summary>Bounds what a test waits for, so that a defect fails it instead of hanging it.</summary>
public static class Within
{
    /// <summary>Far more than anything takes, also where other tests keep every processor busy.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(90);

    public static Task Time(Task task) => task.WaitAsync(Limit);

    public static Task<T> Time<T>(Task<T> task) => task.WaitAsync(Limit);

    public static Task Time(ValueTask task) => task.AsTask().WaitAsync(Limit);

    public static Task<T> Time<T>(ValueTask<T> task) => task.AsTask().WaitAsync(Limit);

    /// <summary>Waits until something that other threads bring about is so.</summary>
    public static Task Until(Func<bool> condition) => Time(Task.Run(async () =>
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }));

    /// <summary>Asks again and again until something is so that another process brings about.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"It has not come about within {Limit.TotalSeconds} s.");
            }
        }
    }
}

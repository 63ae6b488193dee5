namespace Parley.TestSupport;

/// <summary>Runs what a test has to do where a loop's things may be touched.</summary>
public static class LoopCalls
{
    /// <summary>Runs something on the loop and waits for it; what it throws fails the test.</summary>
    public static Task CallAsync(this ConnectionLoop loop, Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(new LoopWork((_, _) =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }));
        return Within.Time(done.Task);
    }

    /// <summary>Waits until the loop has done what was posted to it, and what that has posted.</summary>
    public static async Task CatchUpAsync(this ConnectionLoop loop)
    {
        await loop.CallAsync(static () => { });
        await loop.CallAsync(static () => { });
    }
}

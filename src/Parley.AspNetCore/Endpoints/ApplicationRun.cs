namespace Parley.AspNetCore;

/// <summary>
/// The application's part of one request. It begins on the connection's loop, and may last longer than the connection:
/// a consumer that waits for something gets its last event when it is done.
/// </summary>
internal sealed class ApplicationRun
{
    private readonly TaskCompletionSource<Task> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly UpgradeRequest _request;
    private readonly Func<UpgradeRequest, Task> _onUpgrade;

    private ApplicationRun(UpgradeRequest request, Func<UpgradeRequest, Task> onUpgrade) =>
        (_request, _onUpgrade) = (request, onUpgrade);

    /// <summary>Lets the application decide about the request.</summary>
    /// <returns>What <see cref="EndAsync"/> waits for. It does not hold the request.</returns>
    public static Task<Task> Begin(UpgradeRequest request, Func<UpgradeRequest, Task> onUpgrade)
    {
        var run = new ApplicationRun(request, onUpgrade);
        request.Connection.Loop.Post(new LoopWork(static (run, _) => ((ApplicationRun)run!).BeginOnLoop(), run));
        return run._begun.Task;
    }

    /// <summary>
    /// Waits until the application needs the request's services no more, which live until the request's task has ended.
    /// </summary>
    /// <param name="application">What <see cref="Begin"/> returned.</param>
    public static async Task EndAsync(Task<Task> application)
    {
        Task ended = await application.ConfigureAwait(false);
        await ended.ConfigureAwait(false);
    }

    private void BeginOnLoop()
    {
        Task ended = Task.CompletedTask;
        try
        {
            ended = _onUpgrade(_request);
        }
        finally
        {
            _begun.SetResult(ended);
        }
    }
}

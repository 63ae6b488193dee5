namespace Parley.AspNetCore;

/// <summary>
/// The application's part of one request. It begins on the connection's loop, and may last longer than the connection:
/// a consumer that waits for something gets its last event when it is done.
/// </summary>
internal sealed class ApplicationRun(UpgradeRequest request, Func<UpgradeRequest, Task> onUpgrade)
{
    private readonly TaskCompletionSource<Task> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets the application decide about the request.</summary>
    public void Begin() => request.Connection.Loop.Post(
        new LoopWork(static (run, _) => ((ApplicationRun)run!).BeginOnLoop(), this));

    /// <summary>Waits until the application needs the request's services no more.</summary>
    public async Task EndAsync()
    {
        Task ended = await _begun.Task.ConfigureAwait(false);
        await ended.ConfigureAwait(false);
    }

    private void BeginOnLoop()
    {
        Task ended = Task.CompletedTask;
        try
        {
            ended = onUpgrade(request);
        }
        finally
        {
            _begun.SetResult(ended);
        }
    }
}

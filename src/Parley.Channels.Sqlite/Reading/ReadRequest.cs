namespace Parley.Channels.Sqlite;

/// <summary>Asks for a page.</summary>
internal sealed class ReadRequest(GroupName group, HistoryQuery query, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<HistoryPage> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<HistoryPage> Answer => _done.Task;

    public void Execute(PageReader reader)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _done.SetCanceled(cancellationToken);
            return;
        }

        try
        {
            _done.SetResult(reader.Read(group, query));
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    public void Fail(Exception exception) => _done.SetException(exception);
}

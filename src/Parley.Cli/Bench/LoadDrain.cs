namespace Parley.Cli.Bench;

/// <summary>The end of a load: waits for what is under way, counts what never comes, and closes the connections.</summary>
internal sealed class LoadDrain(Load load, LoadConnection[] connections)
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _closePatience = TimeSpan.FromSeconds(2);

    // As long as anything comes the server is at work on what is under way; after two seconds of nothing it is not.
    private const int IdleSteps = 100;
    private const int MostSteps = 1000;

    /// <summary>Waits for what is under way, and closes. Who doesn't want to wait any more leaves it at that.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SettleAsync(cancellationToken);
            await CloseAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            load.IsEnding = true;
        }
    }

    /// <summary>Waits for what is under way, as long as anything comes, and counts the rest as errors.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        long missing = await WaitAsync(cancellationToken);
        if (missing > 0)
        {
            load.Errors.Add("message never came", missing);
        }
    }

    /// <summary>Closes the connections. A server that is slow at it has passed all the same.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        load.IsEnding = true;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_closePatience);
        try
        {
            await Task.WhenAll(connections.Where(static connection => connection.IsOpen)
                .Select(connection => connection.CloseAsync(patience.Token)));
        }
        catch (OperationCanceledException)
        {
            // Whatever is left is dropped with the loops.
        }
    }

    private async Task<long> WaitAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_step);
        long missing = CountMissing();
        int idle = 0;
        for (int i = 0; missing > 0 && idle < IdleSteps && i < MostSteps; i++)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            long now = CountMissing();
            idle = now == missing ? idle + 1 : 0;
            missing = now;
        }

        return missing;
    }

    private long CountMissing() =>
        connections.Where(static connection => connection.IsOpen).Sum(static connection => connection.Missing);
}

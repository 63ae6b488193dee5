using System.Diagnostics;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>Plays a case on an open connection, and judges what came of it.</summary>
/// <param name="messages">How many messages a repeated echo sends.</param>
internal sealed class CaseRunner(int messages)
{
    // Only a peer that fails a case is waited for so long; a good one on a busy machine must not be taken for it.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(4);

    /// <summary>Plays a case.</summary>
    public async Task<CaseResult> RunAsync(ConformanceCase tried, CaseConnection connection, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(tried.Limit);
        bool isOver = false;
        try
        {
            await PlayAsync(tried, connection, limit.Token);
            await EndAsync(tried, connection, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            isOver = true;
        }
        catch (IOException)
        {
            // The peer ended TCP while it was being sent to. Whether it may is for the judge.
            await connection.WaitAsync(() => connection.Closing.IsTcpEnded, _patience, cancellationToken);
        }

        (CaseOutcome outcome, string seen) = isOver
            ? (CaseOutcome.Failed, $"It did not end within {tried.Limit.TotalSeconds:0} s.")
            : CaseJudge.Judge(tried, connection);
        return new CaseResult(
            tried.Id, tried.Title, tried.Expectation, outcome, seen, watch.ElapsedMilliseconds, connection.Log.ToList());
    }

    private async Task PlayAsync(ConformanceCase tried, CaseConnection connection, CancellationToken cancellationToken)
    {
        foreach (Step step in tried.Steps)
        {
            if (connection.Closing.HasPeerEnded)
            {
                return;
            }

            await (step switch
            {
                Step.Frame frame => connection.SendAsync(frame, cancellationToken),
                Step.Pause pause => connection.PauseAsync(pause.Name, cancellationToken),
                Step.Echo echo => connection.EchoAsync(echo, messages, cancellationToken),
                Step.Await awaited => AwaitAsync(connection, awaited.Events, cancellationToken),
                _ => throw new NotSupportedException(step.ToString()),
            });
        }

        await connection.FlushAsync(cancellationToken);
    }

    private static async Task AwaitAsync(CaseConnection connection, int events, CancellationToken cancellationToken)
    {
        await connection.FlushAsync(cancellationToken);
        await connection.WaitAsync(
            () => connection.Events.Count >= events || connection.Closing.HasPeerEnded, _patience, cancellationToken);
    }

    private static async Task EndAsync(ConformanceCase tried, CaseConnection connection, CancellationToken cancellationToken)
    {
        CaseClosing closing = connection.Closing;
        if (tried.Ending == Ending.ByTester)
        {
            await connection.WaitAsync(
                () => connection.Events.Count >= tried.Expected.Count || closing.HasPeerEnded || closing.Wrong is not null,
                _patience,
                cancellationToken);
            if (!closing.HasPeerEnded)
            {
                await connection.SendAsync(Step.Close(1000), cancellationToken);
                await connection.FlushAsync(cancellationToken);
            }
        }

        await connection.WaitAsync(() => closing.HasPeerEnded, _patience, cancellationToken);
        if (closing is { IsReceived: true, IsSent: false })
        {
            await connection.SendAsync(Step.Close((int?)closing.Code ?? 1000), cancellationToken);
            await connection.FlushAsync(cancellationToken);
        }

        // RFC 6455 section 7.1.1: it is the server that ends TCP.
        if (connection.Role == Role.Client)
        {
            await connection.WaitAsync(() => closing.IsTcpEnded, TimeSpan.FromMilliseconds(500), cancellationToken);
        }
    }
}

using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Parley.Channels;

namespace Parley.AspNetCore;

/// <summary>
/// Whether this server should get new connections: its loops answer, it does not stop, and there is room.
/// </summary>
internal sealed class ParleyHealthCheck(ParleyHost host, Groups groups) : IHealthCheck
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthStatus failure = context.Registration.FailureStatus;
        if (host.Stopping.IsCancellationRequested)
        {
            return Result(failure, "The server is stopping.");
        }

        IReadOnlyList<ConnectionLoop> loops = host.AllLoops;
        int held = await CountHeldLoopsAsync(loops, cancellationToken).ConfigureAwait(false);
        if (held > 0)
        {
            return Result(failure, string.Create(
                CultureInfo.InvariantCulture,
                $"{held} of {loops.Count} loops did not answer within {_patience.TotalSeconds} s: some code holds them."));
        }

        if (groups.State == LayerState.Disconnected)
        {
            return Result(HealthStatus.Degraded, "What the groups stand on can't be reached: members hear each other again when it can.");
        }

        return host.Limit.IsFull
            ? Result(HealthStatus.Degraded, "The server has as many connections as it takes.")
            : Result(HealthStatus.Healthy, "The server takes connections.");
    }

    private async Task<int> CountHeldLoopsAsync(IReadOnlyList<ConnectionLoop> loops, CancellationToken cancellationToken)
    {
        List<Task> answers = [.. loops.Select(AskAsync)];
        await Task.WhenAll(answers).WaitAsync(_patience, host.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return answers.Count(static answer => !answer.IsCompleted);
    }

    private static Task AskAsync(ConnectionLoop loop)
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(new LoopWork(static (answer, _) => ((TaskCompletionSource)answer!).SetResult(), answer));
        return answer.Task;
    }

    private HealthCheckResult Result(HealthStatus status, string description)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["connections"] = host.Limit.Value };
        if (host.Options.MaxConnections is { } most)
        {
            data["maxConnections"] = most;
        }

        return new HealthCheckResult(status, description, exception: null, data);
    }
}

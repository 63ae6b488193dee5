using System.Net;

namespace Parley.Cli.Conformance;

/// <summary>Runs <c>parley conformance client</c>.</summary>
internal static class ClientConformance
{
    public static async Task<int> RunAsync(
        IPAddress address,
        int port,
        bool endsAfterReport,
        IReadOnlyList<ConformanceCase> cases,
        CaseRunner runner,
        ReportWriter report,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int status = 0;
        using var clients = new ClientsUnderTest(cases, runner, async (agent, results) =>
        {
            status |= await report.WriteAsync(agent, results);
            if (endsAfterReport)
            {
                await stop.CancelAsync();
            }
        });
        try
        {
            IPEndPoint endPoint = clients.Listen(address, port);
            await Console.Out.WriteLineAsync($"{cases.Count} cases wait at ws://{endPoint}/");
            await clients.RunAsync(stop.Token);
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync($"parley: {exception.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C, or the report that was waited for.
        }

        return status;
    }
}

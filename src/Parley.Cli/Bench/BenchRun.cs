using System.Net.Sockets;

namespace Parley.Cli.Bench;

/// <summary>Runs a measurement, and turns what goes wrong into a sentence.</summary>
internal static class BenchRun
{
    /// <summary>Runs a measurement.</summary>
    /// <param name="measure">Measures and reports. What it returns is how much went wrong.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit status: 1 if anything went wrong.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<long>> measure, CancellationToken cancellationToken)
    {
        try
        {
            return await measure(cancellationToken) == 0 ? 0 : 1;
        }
        catch (Exception exception) when (
            exception is BenchException or IOException or UnauthorizedAccessException or TimeoutException or SocketException)
        {
            return await RefuseAsync(exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await RefuseAsync("stopped before anything was measured");
        }
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync("parley: " + reason);
        return 1;
    }
}

using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary><c>parley bench</c> as its users run it.</summary>
internal static class BenchProcess
{
    public static async Task<(int Status, string Output)> RunAsync(string[] arguments)
    {
        await using ChildProcess process = ChildProcess.StartOwn("Parley.Cli", ["bench", .. arguments]);
        int status = await process.WaitForExitAsync();
        return (status, process.Output);
    }
}

using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary><c>parley</c> as its users run it, to its end.</summary>
internal static class CliProcess
{
    public static async Task<(int Status, string Output)> RunAsync(string[] arguments, TimeSpan? limit = null)
    {
        await using ChildProcess process = ChildProcess.StartOwn("Parley.Cli", arguments);
        int status = await process.WaitForExitAsync(limit);
        return (status, process.Output);
    }

    /// <summary>Runs it, and expects that it shows a text and is content.</summary>
    public static async Task AssertHelpsAsync(string arguments, string expected)
    {
        (int status, string output) = await RunAsync(arguments.Split(' '));
        Assert.Equal(0, status);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    /// <summary>Runs it, and expects that it refuses with a sentence and no stack trace.</summary>
    public static async Task AssertRefusesAsync(string arguments, string expected)
    {
        (int status, string output) = await RunAsync(arguments.Split(' '));
        Assert.Equal(1, status);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}

using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary><c>parley bench</c> against servers that do something else than they should, or go away.</summary>
public sealed class BenchFaultTests
{
    [Theory]
    [InlineData("echo", "broadcast", "never came")]
    [InlineData("broadcast", "echo", "wrong answer")]
    public async Task What_a_server_does_wrong_is_counted(string server, string bench, string expected)
    {
        await using ServerProcess process = await ServerProcess.StartAsync(server);
        string connections = bench == "echo" ? "--connections" : "--receivers";
        (int status, string output) = await CliProcess.RunAsync(
            ["bench", bench, $"{process.Address}", connections, "2", "--seconds", "0.3", "--warmup", "0.1"]);
        Assert.Equal(1, status);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo", "the server closed every connection")]
    [InlineData("handshake", "the server opens no WebSockets any more")]
    [InlineData("mixed", "closed every healthy connection", "--every", "0.2")]
    public async Task A_server_that_goes_away_ends_it_with_a_sentence(string bench, string expected, params string[] more)
    {
        string output = await RunUntilItLeavesAsync(bench, new LeavingHandler(bench == "handshake"), more);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("mixed", "--every", "0.2")]
    public async Task What_was_wrong_before_it_went_away_is_said_too(string bench, params string[] more)
    {
        string output = await RunUntilItLeavesAsync(bench, new LeavingHandler(isOpeningEnough: false, "nonsense"), more);
        Assert.Contains(" x wrong answer: not the message that was sent", output, StringComparison.Ordinal);
        Assert.Contains(" x connection closed by the server with 1001", output, StringComparison.Ordinal);
    }

    private static async Task<string> RunUntilItLeavesAsync(string bench, LeavingHandler handler, string[] more)
    {
        var server = new WebSocketServer(new WebSocketServerOptions { Port = 0 }, handler);
        server.Start();
        await using ChildProcess process = ChildProcess.StartOwn(
            "Parley.Cli", ["bench", bench, $"ws://{server.EndPoint}/", .. more]);
        await Within.Time(handler.Used);
        await server.DisposeAsync();
        Assert.Equal(1, await process.WaitForExitAsync());
        return process.Output;
    }
}

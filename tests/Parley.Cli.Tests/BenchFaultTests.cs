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
            ["bench", bench, $"{process.Address}", connections, "2", "--seconds", "1", "--warmup", "0.5"]);
        Assert.Equal(1, status);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo", "the server closed every connection")]
    [InlineData("handshake", "the server opens no WebSockets any more")]
    [InlineData("mixed", "closed every healthy connection", "--every", "0.2")]
    public async Task A_server_that_goes_away_ends_it_with_a_sentence(string bench, string expected, params string[] more)
    {
        var handler = new LeavingHandler(bench == "handshake");
        var server = new WebSocketServer(new WebSocketServerOptions { Port = 0 }, handler);
        server.Start();
        await using ChildProcess process = ChildProcess.StartOwn(
            "Parley.Cli", ["bench", bench, $"ws://{server.EndPoint}/", .. more]);
        await Within.Time(handler.Used);
        await server.DisposeAsync();
        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Contains(expected, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }
}

using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>What <c>parley bench</c> says to those who ask, and to those who err.</summary>
public sealed class BenchCommandLineTests
{
    [Theory]
    [InlineData("--help", "handshake")]
    [InlineData("echo --help", "--in-flight")]
    [InlineData("broadcast --help", "--senders")]
    [InlineData("idle --help", "--hold")]
    [InlineData("handshake --help", "--concurrency")]
    [InlineData("mixed --help", "--minutes")]
    public Task Help_names_what_there_is(string arguments, string expected) =>
        CliProcess.AssertHelpsAsync("bench " + arguments, expected);

    [Theory]
    [InlineData("echo", "url")]
    [InlineData("echo http://127.0.0.1/", "no WebSocket address")]
    [InlineData("echo ws://127.0.0.1:1/", "Can't connect to 127.0.0.1:1")]
    [InlineData("broadcast ws://127.0.0.1:1/", "Can't connect to 127.0.0.1:1")]
    [InlineData("idle ws://127.0.0.1:1/", "Can't connect to 127.0.0.1:1")]
    [InlineData("handshake ws://127.0.0.1:1/", "Can't connect to 127.0.0.1:1")]
    [InlineData("mixed ws://127.0.0.1:1/", "Can't connect to 127.0.0.1:1")]
    [InlineData("echo ws://127.0.0.1:1/ --connections 0", "--connections takes a number from 1")]
    [InlineData("echo ws://127.0.0.1:1/ --connections x", "--connections")]
    [InlineData("echo ws://127.0.0.1:1/ --seconds 0", "--seconds takes a number from 0.1")]
    [InlineData("echo ws://127.0.0.1:1/ --warmup -1", "--warmup takes a number from 0")]
    [InlineData("echo ws://127.0.0.1:1/ --in-flight 0", "--in-flight takes a number from 1")]
    [InlineData("echo ws://127.0.0.1:1/ --pid 2147483647", "no process 2147483647")]
    [InlineData("broadcast ws://127.0.0.1:1/ --size 15", "--size takes a number from 16")]
    [InlineData("broadcast ws://127.0.0.1:1/ --senders 3 --receivers 2", "--senders takes no more than --receivers")]
    [InlineData("idle ws://127.0.0.1:1/ --connections 10 --from 10", "--from takes less than --connections")]
    [InlineData("mixed ws://127.0.0.1:1/ --kind tea", "tea")]
    [InlineData("mixed http://127.0.0.1:1/", "Write it as ws://HOST:PORT/PATH or wss://HOST:PORT/PATH.")]
    [InlineData("echo wss://127.0.0.1:1/ --cacert /no/such/file", "There is no file /no/such/file")]
    public Task What_makes_no_sense_is_refused_with_a_sentence(string arguments, string expected) =>
        CliProcess.AssertRefusesAsync("bench " + arguments, expected);

    [Fact]
    public async Task Stopping_it_shows_what_was_measured_so_far()
    {
        var handler = new LeavingHandler(isOpeningEnough: false);
        await using var server = new WebSocketServer(new WebSocketServerOptions { Port = 0 }, handler);
        server.Start();
        await using ChildProcess process = ChildProcess.StartOwn(
            "Parley.Cli", ["bench", "echo", $"ws://{server.EndPoint}/", "--connections", "1", "--warmup", "0", "--seconds", "1000"]);
        await Within.Time(handler.Used);
        process.SendTerminate();
        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Contains("messages/s", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }
}

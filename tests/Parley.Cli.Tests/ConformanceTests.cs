using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>The tester on us, on others, and on a server that deserves to fail.</summary>
public sealed class ConformanceTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task Our_server_is_ok_in_every_case(string hosting)
    {
        await using ServerProcess server =
            await ServerProcess.StartAsync("echo", "--deflate", "--max-message", "16777216", "--hosting", hosting);
        (int status, JsonElement tally) = await TestServerAsync(server.Address, "--messages", "10");
        Assert.Equal(0, status);
        AssertAllOk(tally);
    }

    [Fact]
    public async Task Our_client_is_ok_in_every_case()
    {
        string file = Path.GetTempFileName();
        await using ChildProcess tester = ChildProcess.StartOwn(
            "Parley.Cli", ["conformance", "client", "--port", "0", "--once", "--messages", "10", "--json", file]);
        string address = await tester.WaitForAsync("517 cases wait at ");
        await using ChildProcess client = ChildProcess.StartOwn("Parley.Cli", ["conformance", "echo-client", address, "--agent", "our own"]);
        Assert.True(await client.WaitForExitAsync(_limit) == 0, client.Output);
        Assert.True(await tester.WaitForExitAsync(_limit) == 0, tester.Output);
        AssertAllOk(ReadTally(file));
    }

    [Fact]
    public async Task Pythons_websockets_fails_in_none()
    {
        Parts.RequirePython("websockets", "python3-websockets");
        string script = Path.Combine(Repository.Root, "tests", "Parley.Cli.Tests", "python", "echo_server.py");
        await using ChildProcess server = ChildProcess.Start(Parts.Python, [script]);
        string port = await server.WaitForAsync("listening on ");
        (_, JsonElement tally) = await TestServerAsync(new Uri($"ws://127.0.0.1:{port}/"), "--messages", "3", "--at-once", "8");
        AssertNoneFailed(tally);
    }

    [Fact]
    public async Task Asp_net_cores_own_websockets_fail_in_none()
    {
        await using WebApplication app = await KestrelEcho.StartAsync();
        (_, JsonElement tally) = await TestServerAsync(new UriBuilder(app.Urls.First()) { Scheme = "ws" }.Uri, "--messages", "3", "--at-once", "8");
        AssertNoneFailed(tally);
    }

    [Fact]
    public async Task A_server_that_checks_nothing_fails_in_more_than_a_hundred()
    {
        using var server = new TrustingServer();
        (int status, JsonElement tally) = await TestServerAsync(server.Address, "--at-once", "256", "--cases", "2.*,3.*,4.*,5.*,6.*,7.*");
        Assert.Equal(1, status);
        Assert.InRange(tally.GetProperty("FAILED").GetInt32(), 101, 517);
    }

    [Fact]
    public async Task A_page_and_chosen_cases_can_be_asked_for()
    {
        using var server = new TrustingServer();
        string page = Path.GetTempFileName();
        (int status, JsonElement tally) = await TestServerAsync(server.Address, "--cases", "1.1.1,3.1", "--html", page);
        Assert.Equal(1, status);
        Assert.Equal((1, 1), (tally.GetProperty("OK").GetInt32(), tally.GetProperty("FAILED").GetInt32()));
        string html = await File.ReadAllTextAsync(page);
        File.Delete(page);
        Assert.Contains("\"id\":\"3.1\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("conformance server http://127.0.0.1/", "ws://HOST:PORT/PATH")]
    [InlineData("conformance server ws://127.0.0.1:1/ --cases 1.1.1", "Can't connect to 127.0.0.1:1")]
    [InlineData("conformance server ws://127.0.0.1:1/ --cases 99.*", "no case fits")]
    public Task What_makes_no_sense_is_refused_with_a_sentence(string arguments, string expected) =>
        CliProcess.AssertRefusesAsync(arguments, expected);

    private static void AssertAllOk(JsonElement tally)
    {
        Assert.Equal((514, 3), (tally.GetProperty("OK").GetInt32(), tally.GetProperty("INFORMATIONAL").GetInt32()));
        AssertNoneFailed(tally);
    }

    private static void AssertNoneFailed(JsonElement tally)
    {
        Assert.True(tally.GetProperty("FAILED").GetInt32() == 0, tally.ToString());
        Assert.Equal(517, tally.EnumerateObject().Sum(static count => count.Value.GetInt32()));
    }

    private static async Task<(int Status, JsonElement Tally)> TestServerAsync(Uri address, params string[] arguments)
    {
        string file = Path.GetTempFileName();
        await using ChildProcess tester = ChildProcess.StartOwn(
            "Parley.Cli", ["conformance", "server", address.ToString(), "--json", file, .. arguments]);
        int status = await tester.WaitForExitAsync(_limit);
        TestContext.Current.TestOutputHelper?.WriteLine(tester.Output);
        return (status, ReadTally(file));
    }

    private static JsonElement ReadTally(string file)
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(file));
        File.Delete(file);
        return report.RootElement.GetProperty("tally").Clone();
    }
}

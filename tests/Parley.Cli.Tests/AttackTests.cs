using System.Text.Json;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary><c>parley attack</c>, against our own servers, and against one that holds nothing.</summary>
public sealed class AttackTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task Our_own_server_holds(string hosting)
    {
        AttackCase[] quick = [.. AttackSuite.Pick("*").Where(static attack => !attack.IsSlow)];
        await using ServerProcess server = await ServerProcess.StartAsync("echo", "--deflate", "--hosting", hosting);
        string file = Path.GetTempFileName();
        try
        {
            (int status, string output) = await AttackAsync($"{server.Address}", "--pid", $"{server.Id}", "--json", file, "--cases", Names(quick));
            Assert.True(status == 0, output);
            Assert.DoesNotContain("FAIL ", output, StringComparison.Ordinal);
            Assert.DoesNotContain("SKIP ", output, StringComparison.Ordinal);
            Assert.Contains("PASS deflate-bomb - CVE-2018-1000518 websockets - close 1009", output, StringComparison.Ordinal);

            using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            JsonElement root = json.RootElement;
            Assert.Equal(server.Address.ToString(), root.GetProperty("target").GetString());
            Assert.Equal(0, root.GetProperty("fail").GetInt32());
            JsonElement[] results = [.. root.GetProperty("results").EnumerateArray()];
            Assert.Equal(quick.Length, results.Length);
            Assert.Equal(results.Length, root.GetProperty("pass").GetInt32() + root.GetProperty("warn").GetInt32());
            Assert.All(results, static result => Assert.NotEmpty(result.GetProperty("advisory").GetString()!));
        }
        finally
        {
            File.Delete(file);
        }
    }

    // They wait for the servers' timeouts, and can do that together.
    [Fact]
    public async Task Our_own_servers_hold_what_is_slow()
    {
        AttackCase[] slow = [.. AttackSuite.Pick("*").Where(static attack => attack.IsSlow)];
        Assert.Contains(slow, static attack => attack.Name == "handshake-slow-head");
        await Task.WhenAll(new[] { "standalone", "kestrel", "kestrel-engine" }.Select(async hosting =>
        {
            await using ServerProcess server = await ServerProcess.StartAsync("echo", "--hosting", hosting);
            (int status, string output) = await AttackAsync($"{server.Address}", "--cases", Names(slow));
            Assert.True(status == 0, output);
            Assert.All(slow, attack => Assert.Contains($"PASS {attack.Name} ", output, StringComparison.Ordinal));
        }));
    }

    [Fact]
    public async Task A_server_that_lets_everybody_in_and_ignores_everything_fails()
    {
        await using var server = new CarelessServer();
        server.Start();
        (int status, string output) = await AttackAsync(
            server.Address, "--cases", "frame-length-2-40,frame-unmasked,header-vt,header-chunked,header-two-hosts,origin-evil,deflate-*");
        Assert.Equal(1, status);
        Assert.Contains("FAIL frame-length-2-40 - CVE-2026-44545 daphne - still open", output, StringComparison.Ordinal);
        Assert.Contains("FAIL frame-unmasked", output, StringComparison.Ordinal);
        Assert.Contains("FAIL header-vt - CVE-2026-44546 daphne - 101", output, StringComparison.Ordinal);
        Assert.Contains("FAIL header-chunked", output, StringComparison.Ordinal);
        Assert.Contains("FAIL header-two-hosts", output, StringComparison.Ordinal);
        Assert.Contains("WARN origin-evil", output, StringComparison.Ordinal);
        Assert.Contains("SKIP deflate-bomb", output, StringComparison.Ordinal);
        Assert.Contains("0 passed, 1 with a warning, 5 failed, 6 skipped", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_gone_afterwards_fails()
    {
        // One connection to see whether it works at all, one for the attack, and none to look after it.
        await using var server = new CarelessServer(connections: 2);
        server.Start();
        (int status, string output) = await AttackAsync(server.Address, "--cases", "header-absolute-form");
        Assert.Equal(1, status);
        Assert.Contains("FAIL header-absolute-form", output, StringComparison.Ordinal);
        Assert.Contains("afterwards no connection", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_attack_is_described()
    {
        (int status, string output) = await AttackAsync("--list");
        Assert.Equal(0, status);
        string description = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "howto", "attack.md"));
        string[] names = [.. output.Split('\n').Select(static line => line[..line.IndexOf(" - ", StringComparison.Ordinal)])];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Contains($"| `{name}` |", description, StringComparison.Ordinal));
    }

    private static string Names(AttackCase[] attacks) => string.Join(',', attacks.Select(static attack => attack.Name));

    private static Task<(int Status, string Output)> AttackAsync(params string[] arguments) =>
        CliProcess.RunAsync(["attack", .. arguments], _limit);
}

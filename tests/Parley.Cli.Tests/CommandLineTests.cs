using System.Net;
using System.Net.Sockets;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>What the command line says to those who ask, and to those who err.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help", "echo")]
    [InlineData("--help", "broadcast")]
    [InlineData("--help", "room")]
    [InlineData("room --help", "--hosting")]
    [InlineData("echo --help", "--prefix")]
    [InlineData("attack --help", "--allow-remote")]
    [InlineData("attack --list", "flood-slow-reader")]
    [InlineData("attack --list --cases deflate-*", "deflate-bomb - CVE-2018-1000518 websockets - ")]
    public async Task Help_names_what_there_is(string arguments, string expected)
    {
        (int status, string output) = await RunAsync(arguments);
        Assert.Equal(0, status);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("room --port 65536", "0 to 65535")]
    [InlineData("room --port x", "--port")]
    [InlineData("room --max-message 0", "above 0")]
    [InlineData("room --origin example.com", "https://example.com")]
    [InlineData("room --host example.com", "no IP address")]
    [InlineData("room --hosting iis", "iis")]
    [InlineData("room --tls cert.pem", "two files")]
    [InlineData("room --tls cert.pem key.pem --tls-self-signed", "exclude each other")]
    [InlineData("room --max-connections 0", "above 0")]
    [InlineData("room --max-connections-per-address -1", "above 0")]
    [InlineData("room --max-connections-per-address 1 --hosting kestrel", "standalone")]
    [InlineData("room --unix s --port 8000", "--unix and --port")]
    [InlineData("room --unix /no/such/folder/s", "folder")]
    [InlineData("rooms", "rooms")]
    [InlineData("attack", "ws://127.0.0.1:8000/")]
    [InlineData("attack http://127.0.0.1/", "ws://127.0.0.1:8000/")]
    [InlineData("attack ws://192.0.2.1:80/", "--allow-remote")]
    [InlineData("attack ws://127.0.0.1:1/", "no connection")]
    [InlineData("attack ws://127.0.0.1:1/ --pid 2147483647", "no process")]
    [InlineData("attack ws://127.0.0.1:1/ --cases frame-*,tea-*", "'tea-*'")]
    public async Task What_makes_no_sense_is_refused_with_a_sentence(string arguments, string expected)
    {
        (int status, string output) = await RunAsync(arguments);
        Assert.Equal(1, status);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    public async Task A_port_in_use_is_refused_with_a_sentence(string hosting)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        (int status, string output) = await RunAsync($"room --port {((IPEndPoint)taken.LocalEndpoint).Port} --hosting {hosting}");
        Assert.Equal(1, status);
        Assert.Contains("in use", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output)> RunAsync(string arguments)
    {
        await using ChildProcess process = ChildProcess.StartOwn("Parley.Cli", arguments.Split(' '));
        int status = await process.WaitForExitAsync();
        return (status, process.Output);
    }
}

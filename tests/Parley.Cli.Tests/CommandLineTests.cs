using System.Net;
using System.Net.Sockets;

namespace Parley.Cli.Tests;

/// <summary>What the command line says to those who ask, and to those who err.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help", "echo")]
    [InlineData("--help", "broadcast")]
    [InlineData("--help", "room")]
    [InlineData("room --help", "[default: memory]")]
    [InlineData("room --help", "standalone|kestrel|kestrel-engine")]
    [InlineData("echo --help", "--prefix")]
    [InlineData("attack --help", "--allow-remote")]
    [InlineData("attack --list", "flood-slow-reader")]
    [InlineData("attack --list --cases deflate-*", "deflate-bomb - CVE-2018-1000518 websockets - ")]
    public Task Help_names_what_there_is(string arguments, string expected) =>
        CliProcess.AssertHelpsAsync(arguments, expected);

    [Theory]
    [InlineData("room --port 65536", "0 to 65535")]
    [InlineData("room --port x", "--port")]
    [InlineData("room --max-message 0", "above 0")]
    [InlineData("room --origin example.com", "https://example.com")]
    [InlineData("room --host example.com", "no IP address")]
    [InlineData("room --hosting iis", "standalone, kestrel, kestrel-engine; 'iis'")]
    [InlineData("room --tls cert.pem", "two files")]
    [InlineData("room --tls cert.pem key.pem --tls-self-signed", "exclude each other")]
    [InlineData("room --max-connections 0", "above 0")]
    [InlineData("room --max-connections-per-address -1", "above 0")]
    [InlineData("room --max-connections-per-address 1 --hosting kestrel", "standalone")]
    [InlineData("room --max-connections-per-address 1 --hosting kestrel-engine", "standalone")]
    [InlineData("room --unix s --port 8000", "--unix and --port")]
    [InlineData("room --unix /no/such/folder/s", "folder")]
    [InlineData("rooms", "rooms")]
    [InlineData("attack", "ws://127.0.0.1:8000/")]
    [InlineData("attack http://127.0.0.1/", "ws://127.0.0.1:8000/")]
    [InlineData("attack ws://192.0.2.1:80/", "--allow-remote")]
    [InlineData("attack ws://127.0.0.1:1/", "no connection")]
    [InlineData("attack ws://127.0.0.1:1/ --pid 2147483647", "no process")]
    [InlineData("attack ws://127.0.0.1:1/ --cases frame-*,tea-*", "'tea-*'")]
    public Task What_makes_no_sense_is_refused_with_a_sentence(string arguments, string expected) =>
        CliProcess.AssertRefusesAsync(arguments, expected);

    [Fact]
    public async Task What_is_wrong_is_said_in_a_few_lines_and_who_says_nothing_is_shown_what_there_is()
    {
        (int status, string told) = await CliProcess.RunAsync(["room", "--prot", "8000"]);
        Assert.Equal(1, status);
        Assert.Contains("--port", told, StringComparison.Ordinal);
        Assert.EndsWith("'parley room --help' says what can be given here.", told.TrimEnd(), StringComparison.Ordinal);
        Assert.InRange(told.Split('\n').Length, 2, 9);

        (status, told) = await CliProcess.RunAsync([]);
        Assert.Equal(1, status);
        Assert.Contains("broadcast", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task A_port_in_use_is_refused_with_a_sentence(string hosting)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await CliProcess.AssertRefusesAsync(
            $"room --port {((IPEndPoint)taken.LocalEndpoint).Port} --hosting {hosting}", "in use");
    }
}

using System.Text.Json;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Cli.Tests.Connect;

/// <summary><c>parley connect</c> and <c>parley replay</c> in a pipe.</summary>
public sealed class ConnectPipeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley-connect");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_line_is_a_message_and_a_message_a_line()
    {
        await using PeerServer server = PeerServer.Echoing();
        (int status, string output) = await PipeAsync(["one", "", "[red]你好[/]"], "connect", server.Address, "--count", "3");
        Assert.Equal((0, "one\n\n[red]你好[/]"), (status, output));
    }

    [Fact]
    public async Task It_ends_by_itself_when_nothing_more_comes()
    {
        await using var server = new PeerServer(static (connection, _) => connection.Completion);
        (int status, string output) = await PipeAsync(["hi"], "connect", server.Address, "--wait", "0");
        Assert.Equal((0, ""), (status, output));
    }

    [Fact]
    public async Task It_ends_after_as_many_as_were_asked_for_though_more_come_and_its_input_is_open()
    {
        await using var server = new PeerServer(static async (connection, cancellationToken) =>
        {
            for (int i = 0; i < 100; i++)
            {
                await connection.SendAsync($"{i}", cancellationToken);
            }

            await connection.Completion;
        });
        await using ChildProcess process = Start("connect", server.Address, "--count", "2");
        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Equal("0\n1", process.Output);
    }

    [Fact]
    public async Task It_says_that_fewer_came_than_were_asked_for()
    {
        await using var server = new PeerServer(static (connection, _) => connection.Completion);
        (int status, string output) = await PipeAsync(["hi"], "connect", server.Address, "--count", "2", "--wait", "0");
        Assert.Equal(3, status);
        Assert.Contains("0 of 2 messages came", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 0)]
    [InlineData(4000, 2)]
    [InlineData(1011, 2)]
    public async Task The_exit_status_says_how_the_server_closed(int code, int expected)
    {
        await using var server = new PeerServer(async (connection, _) => await connection.CloseAsync((CloseCode)code, "so \u001b[31mthere"));
        (int status, string output) = await PipeAsync([], "connect", server.Address, "--wait", "forever");
        Assert.Equal(expected, status);
        Assert.Equal(expected == 0, output.Length == 0);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task It_comes_back_if_asked_to_and_sends_what_waits()
    {
        int connections = 0;
        await using var server = new PeerServer(async (connection, cancellationToken) =>
        {
            if (Interlocked.Increment(ref connections) == 1)
            {
                await connection.CloseAsync(CloseCode.ServiceRestart, cancellationToken: cancellationToken);
            }
            else
            {
                await PeerServer.EchoAsync(connection, cancellationToken);
            }
        });
        await using ChildProcess process = Start("connect", server.Address, "--reconnect", "--count", "1");
        await process.WaitForAsync("Again in ");
        await process.TypeAsync("still here");
        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.EndsWith("\nstill here", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_hostile_is_shown_and_not_obeyed()
    {
        await using var server = new PeerServer(static async (connection, cancellationToken) =>
        {
            await connection.SendAsync("\u001b]0;title\u0007 \u009b2J [red]markup[/]\nsecond", cancellationToken);
            await connection.SendAsync(MessageType.Binary, new byte[] { 27, 91 }, cancellationToken);
        });
        (int status, string output) = await PipeAsync([], "connect", server.Address, "--count", "2");
        Assert.Equal((0, "␛]0;title␇ <U+009B>2J [red]markup[/]␊second\n/binary 1b5b"), (status, output));
    }

    [Fact]
    public async Task A_refused_handshake_is_told_with_its_status_and_what_the_server_says_harmlessly()
    {
        await using var server = new PeerServer(PeerServer.EchoAsync, new HttpReply(403, "no \u001b[2J entry [/]"));
        (int status, string output) = await PipeAsync(["hi"], "connect", server.Address);
        Assert.Equal(1, status);
        Assert.Contains("403 Forbidden", output, StringComparison.Ordinal);
        Assert.Contains("It says: no ␛[2J entry [/]", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task The_handshake_has_what_was_asked_for()
    {
        await using PeerServer server = PeerServer.Echoing();
        (int status, string output) = await PipeAsync(
            ["hi"], "connect", server.Address + "path?query", "--count", "1", "--header", "X-One: 1: 2", "-H", "Cookie:a=b",
            "--origin", "https://example.com", "--subprotocol", "other", "--subprotocol", "chat", "--deflate", "--proxy", "none");
        Assert.Equal((0, "hi"), (status, output));
        RequestHead seen = server.Head!;
        Assert.Equal("/path", seen.Path);
        Assert.Equal(
            ("1: 2", "a=b", "https://example.com", "other, chat"),
            (seen.Fields["X-One"], seen.Fields["Cookie"], seen.Fields["Origin"], seen.Fields["Sec-WebSocket-Protocol"]));
        Assert.StartsWith("permessage-deflate", seen.Fields["Sec-WebSocket-Extensions"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_is_replayed_in_its_order()
    {
        string first = Path.Combine(_folder.FullName, "first.jsonl");
        string second = Path.Combine(_folder.FullName, "second.jsonl");
        await using PeerServer server = PeerServer.Echoing();
        string[] lines = ["one", "你好", "three"];
        await PipeAsync(lines, "connect", server.Address, "--count", "3", "--record", first);
        (int status, string output) = await PipeAsync(
            [], "replay", first, server.Address, "--no-pauses", "--count", "3", "--record", second, "--json");
        Assert.Equal((0, string.Join('\n', lines)), (status, output));
        Assert.Equal(lines, SaidIn(first));
        Assert.Contains("\"你好\"", await File.ReadAllTextAsync(first), StringComparison.Ordinal);
        Assert.Equal(lines, SaidIn(second));
        (status, output) = await PipeAsync([], "replay", second, server.Address, "--direction", "in", "--speed", "1000", "--count", "3");
        Assert.Equal((0, string.Join('\n', lines)), (status, output));
    }

    [Fact]
    public async Task What_a_session_can_not_be_told_any_more_is_said()
    {
        await using var server = new PeerServer(GapServer.ServeAsync);
        (int status, string output) = await PipeAsync([], "connect", server.Address, "--session", "--join", "lobby", "--count", "1");
        Assert.Equal(0, status);
        Assert.Contains("parley: lobby: 10 to 12 can't be had any more", output, StringComparison.Ordinal);
        Assert.Contains("lobby #13 ␛[2J: [/]␛[2J", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_told_with_the_options_that_help()
    {
        await using ServerProcess server = await ServerProcess.StartAsync("echo", "--tls-self-signed");
        (int status, string output) = await PipeAsync([], "connect", server.Address.ToString());
        Assert.Equal(1, status);
        Assert.Contains("which is not trusted", output, StringComparison.Ordinal);
        Assert.Contains("--ca FILE trusts", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_publishes_and_hears_over_tls_it_was_told_to_trust()
    {
        await using ServerProcess server = await ServerProcess.StartAsync("room", "--tls-self-signed");
        (int status, string output) = await PipeAsync(
            ["one", "two"], "connect", server.Address.ToString(), "--session", "--join", "lobby", "--insecure", "--count", "2");
        Assert.Equal(0, status);
        Assert.Matches("^lobby #1 .*: one\nlobby #2 .*: two$", output);
        (status, output) = await PipeAsync(["one"], "connect", server.Address.ToString(), "--session", "--join", "lobby");
        Assert.Equal(1, status);
        Assert.Contains("certificate", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connect http://127.0.0.1/", "ws://HOST:PORT/PATH")]
    [InlineData("connect ws://127.0.0.1:1/", "Can't connect to 127.0.0.1:1")]
    [InlineData("connect ws://127.0.0.1:1/ --session", "--join")]
    [InlineData("connect ws://127.0.0.1:1/ --join lobby", "--session")]
    [InlineData("connect ws://127.0.0.1:1/ --session --join a{b", "'a{b' is not")]
    [InlineData("connect ws://127.0.0.1:1/ --session --subprotocol chat", "--subprotocol")]
    [InlineData("connect ws://127.0.0.1:1/ --session --join lobby", "Can't connect to 127.0.0.1:1")]
    [InlineData("connect ws://127.0.0.1:1/ --header foo", "NAME: VALUE")]
    [InlineData("connect ws://127.0.0.1:1/ --header a,b:c", "NAME: VALUE")]
    [InlineData("connect ws://127.0.0.1:1/ --proxy ftp://proxy", "socks5://HOST:PORT")]
    [InlineData("connect ws://127.0.0.1:1/ --count 0", "above 0")]
    [InlineData("connect ws://127.0.0.1:1/ --wait long", "forever")]
    [InlineData("connect ws://127.0.0.1:1/ --ca /no/such/file", "/no/such/file")]
    [InlineData("connect ws://127.0.0.1:1/ --record /no/such/folder/file", "/no/such/folder")]
    [InlineData("replay /no/such/file ws://127.0.0.1:1/", "127.0.0.1:1")]
    [InlineData("replay f ws://127.0.0.1:1/ --speed 0", "above 0")]
    public Task What_makes_no_sense_is_refused_with_a_sentence(string arguments, string expected) =>
        CliProcess.AssertRefusesAsync(arguments, expected);

    private static IEnumerable<string?> SaidIn(string file) =>
        from line in File.ReadAllLines(file)
        let record = JsonDocument.Parse(line).RootElement
        where record.GetProperty("direction").GetString() == "out"
        select record.GetProperty("text").GetString();

    private static ChildProcess Start(params string[] arguments) =>
        ChildProcess.StartInteractive("dotnet", [ChildProcess.FileOf("Parley.Cli"), .. arguments]);

    private static async Task<(int Status, string Output)> PipeAsync(string[] lines, params string[] arguments)
    {
        await using ChildProcess process = Start(arguments);
        foreach (string line in lines)
        {
            await process.TypeAsync(line);
        }

        process.EndInput();
        try
        {
            return (await process.WaitForExitAsync(), process.Output);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"It did not end, and printed:\n{process.Output}", exception);
        }
    }
}

using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Cli.Tests.Connect;

/// <summary><c>parley connect</c> on a terminal, which <c>script</c> makes.</summary>
public sealed class ConnectTerminalTests
{
    private const string Script = "/usr/bin/script";
    private const string Left = "\u001b[D";
    private const string Up = "\u001b[A";
    private const string EndOfInput = "\u0004";

    [Fact]
    public async Task What_is_typed_is_sent_and_what_comes_is_shown_with_its_time()
    {
        await using PeerServer server = PeerServer.Echoing();
        await using ChildProcess terminal = await StartAsync($"connect {server.Address}");
        await terminal.TypeAsync($"helo 你好{Left}{Left}{Left}{Left}l");
        await terminal.WaitForAsync("← hello 你好");
        Assert.Matches(@"\d\d:\d\d:\d\d .*← .*hello 你好", terminal.Output);
        await terminal.TypeAsync(Up);
        await terminal.WaitForLinesAsync("← hello 你好", 2);
        await terminal.TypeAsync("//slash");
        await terminal.WaitForAsync("← /slash");
        await terminal.TypeAsync("/ping");
        await terminal.WaitForAsync("pong after ");
        await terminal.TypeAsync("/binary 0a 1B");
        await terminal.WaitForAsync("← 2 bytes: 0a1b");
        await terminal.TypeAsync("/binary x");
        await terminal.WaitForAsync("pairs of hexadecimal digits");
        await terminal.TypeAsync("/nothing");
        await terminal.WaitForAsync("There is no /nothing");
        await terminal.TypeAsync("/help");
        await terminal.WaitForAsync("/quit");
        await terminal.TypeAsync("/close 1005");
        await terminal.WaitForAsync("A close code is ");
        await terminal.TypeAsync("/close 4000 that's it");
        await terminal.WaitForAsync("closed with 4000");
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    [Fact]
    public async Task What_a_server_sends_is_neither_obeyed_by_the_terminal_nor_taken_for_markup()
    {
        await using var server = new PeerServer(static async (connection, cancellationToken) =>
        {
            await connection.SendAsync("\u001b]0;title\u0007[red]no markup[/] \u009b2J\r\n\u202e", cancellationToken);
            await connection.SendAsync("""{"a":"[bold]\u001b]0;title"}""", cancellationToken);
            await connection.CloseAsync((CloseCode)4001, "\u001b]0;bye[/]", cancellationToken);
        });
        await using ChildProcess terminal = Start($"connect {server.Address} --json");
        Assert.Equal(2, await terminal.WaitForExitAsync());
        Assert.Contains("␛]0;title␇[red]no markup[/] <U+009B>2J␍␊<U+202E>", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("""  "a": "[bold]\u001B]0;title" """.TrimEnd(), terminal.Output, StringComparison.Ordinal);
        Assert.Contains("closed with 4001: ␛]0;bye[/]", terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]0;", terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u009b", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_joins_publishes_and_shows_who_is_there_and_what_was()
    {
        await using ServerProcess server = await ServerProcess.StartAsync("room", "--history-length", "2");
        await using ChildProcess terminal = await StartAsync($"connect {server.Address} --session");
        await terminal.TypeAsync("lost");
        await terminal.WaitForAsync("/join one first");
        await terminal.TypeAsync("/join lobby");
        await terminal.WaitForAsync("joined lobby at 0");
        await terminal.TypeAsync("你好");
        await terminal.WaitForAsync("lobby #1 ");
        await terminal.TypeAsync("""/publish {"a": 1}""");
        await terminal.WaitForAsync("lobby #2 ");
        await terminal.TypeAsync("/publish {");
        await terminal.WaitForAsync("/publish takes JSON");
        await terminal.TypeAsync("/who");
        await terminal.WaitForAsync("1 in lobby: ");
        await terminal.TypeAsync("three");
        await terminal.WaitForAsync("lobby #3 ");
        await terminal.TypeAsync("/history 1");
        await terminal.WaitForAsync("1 of lobby's history, and there is more");
        await using ChildProcess other = await StartAsync($"connect {server.Address} --session");
        await other.TypeAsync("/join lobby all");
        await terminal.WaitForAsync(" came, 2 there");
        await other.WaitForAsync("lobby #2 ");
        await other.TypeAsync("/leave");
        await terminal.WaitForAsync(" left, 1 there");
        await other.TypeAsync(EndOfInput);
        await terminal.TypeAsync("/quit");
        Assert.Equal(0, await other.WaitForExitAsync());
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    [Fact]
    public async Task A_server_that_lets_nobody_in_leaves_the_terminal_as_it_was()
    {
        await using var server = new PeerServer(PeerServer.EchoAsync, new HttpReply(401, "who are you?"));
        await using ChildProcess terminal = Start($"connect {server.Address}");
        Assert.Equal(1, await terminal.WaitForExitAsync());
        Assert.Contains("401 Unauthorized", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("It says: who are you?", terminal.Output, StringComparison.Ordinal);
    }

    private static async Task<ChildProcess> StartAsync(string arguments)
    {
        ChildProcess terminal = Start(arguments);
        await terminal.WaitForAsync("type to send");
        return terminal;
    }

    private static ChildProcess Start(string arguments)
    {
        Assert.SkipUnless(File.Exists(Script), "There is no /usr/bin/script to make a terminal: apt-get install bsdutils");
        string command = $"stty cols 100 rows 30; export TERM=xterm NO_COLOR=1; exec dotnet '{ChildProcess.FileOf("Parley.Cli")}' {arguments}";
        return ChildProcess.StartInteractive(Script, ["--quiet", "--return", "--command", command, "/dev/null"]);
    }
}

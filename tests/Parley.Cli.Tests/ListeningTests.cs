using System.Net.Sockets;
using System.Text;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>Unix sockets, limits of connections, and what happens without file descriptors.</summary>
public sealed class ListeningTests
{
    [Theory]
    [InlineData("standalone")]
    [InlineData("kestrel")]
    [InlineData("kestrel-engine")]
    public async Task A_server_on_a_unix_socket_answers_and_removes_its_file(string hosting)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("parley");
        string file = Path.Combine(folder.FullName, "socket");
        await using ChildProcess process =
            ChildProcess.StartOwn("Parley.Cli", ["echo", "--unix", file, "--hosting", hosting]);
        Assert.Equal(file, await process.WaitForAsync("listening on ws at the Unix socket "));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await Within.Time(socket.ConnectAsync(new UnixDomainSocketEndPoint(file)));
        await Within.Time(socket.SendAsync(Encoding.ASCII.GetBytes(RawClient.Handshake("/"))));
        byte[] answer = new byte[12];
        await using (var stream = new NetworkStream(socket))
        {
            await Within.Time(stream.ReadExactlyAsync(answer));
        }

        Assert.Equal("HTTP/1.1 101", Encoding.ASCII.GetString(answer));
        socket.Dispose();
        process.SendTerminate();
        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.False(File.Exists(file));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("standalone", "203.0.113.7 is no address of this machine.")]
    [InlineData("kestrel", "203.0.113.7:0: ")]
    [InlineData("kestrel-engine", "203.0.113.7")]
    public Task An_address_of_another_machine_is_refused_with_a_sentence(string hosting, string expected) =>
        CliProcess.AssertRefusesAsync($"echo --host 203.0.113.7 --port 0 --hosting {hosting}", expected);

    [Fact]
    public async Task An_origin_that_is_none_is_refused_without_the_name_of_a_parameter()
    {
        (int status, string output) = await CliProcess.RunAsync(["echo", "--origin", "example.com"]);
        Assert.Equal(1, status);
        Assert.Contains("'example.com' is no origin.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--max-connections", "HTTP/1.1 503 ")]
    [InlineData("--max-connections-per-address", "HTTP/1.1 429 ")]
    public async Task One_connection_too_many_is_refused(string option, string start)
    {
        await using ServerProcess server = await ServerProcess.StartAsync("echo", option, "2");
        using RawClient first = await RawClient.OpenAsync(server.Address.Port);
        using RawClient second = await RawClient.OpenAsync(server.Address.Port);
        using RawClient third = await RawClient.ConnectAsync(server.Address.Port);
        await third.SendAsync(RawClient.Handshake("/"));
        Assert.StartsWith(start, await third.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_descriptors_accepting_pauses_says_so_once_and_goes_on_later()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It limits the descriptors of a process with ulimit.");
        string program = Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Parley.Cli", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Parley.Cli.dll");
        await using ChildProcess process = ChildProcess.Start(
            "sh", ["-c", "ulimit -n 300; exec dotnet \"$0\" echo --port 0", program]);
        var address = new Uri(await process.WaitForAsync("listening on "));
        using RawClient first = await RawClient.OpenAsync(address.Port);
        var clients = new List<RawClient>();
        for (int i = 0; i < 400; i++)
        {
            clients.Add(await RawClient.ConnectAsync(address.Port));
        }

        await process.WaitForAsync("Accepting connections pauses");
        await first.SayAsync("still here");
        Assert.Equal("text still here", await first.ReadFrameAsync());
        clients.ForEach(static client => client.Dispose());
        await process.WaitForAsync("Accepting connections again");
        using RawClient last = await RawClient.OpenAsync(address.Port);
        await last.SayAsync("hello");
        Assert.Equal("text hello", await last.ReadFrameAsync());

        // One line for each pause, however many attempts failed in it.
        string[] lines = [.. process.Output.Split('\n').Where(static line => line.Contains("Accepting connections", StringComparison.Ordinal))];
        Assert.All(
            lines.Index(),
            static line => Assert.Contains(line.Index % 2 == 0 ? "pauses" : "again", line.Item, StringComparison.Ordinal));
    }
}

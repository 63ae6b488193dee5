using System.Net;
using System.Net.Sockets;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>A second server at an address is refused at once and in words; the first one goes on.</summary>
public sealed class AddressInUseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley");

    public static TheoryData<Engine, string> Cases =>
        new MatrixTheoryData<Engine, string>([Engine.Epoll, Engine.Sockets], ["127.0.0.1", "::1", "*"]);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_second_server_on_a_port_fails_at_once_and_the_first_goes_on(Engine engine, string host)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        Assert.SkipUnless(host == "127.0.0.1" || HasIPv6(), "no IPv6 here");
        await using WebSocketServer first = Make(new WebSocketServerOptions { Engine = engine, Host = host });
        first.Start();
        int port = first.EndPoint.Port;
        await using WebSocketServer second =
            Make(new WebSocketServerOptions { Engine = engine, Host = host, Port = port });
        string address = new IPEndPoint(WebSocketServerOptions.ParseHost(host), port).ToString();
        Assert.Equal(
            $"{address} is in use by another program. Stop that program, or choose another port; 0 picks a free one.",
            Assert.Throws<IOException>(second.Start).Message);

        string name = host == "::1" ? "[::1]" : "127.0.0.1";
        await using WebSocketConnection client =
            await Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://{name}:{port}/")));
        client.Send("still here");
        Assert.Equal("still here", (await Within.Time(client.ReceiveAsync()))!.Value.GetText());
    }

    [Theory]
    [InlineData(Engine.Epoll)]
    [InlineData(Engine.Sockets)]
    public async Task A_second_server_on_a_unix_socket_fails_at_once_and_leaves_the_firsts_file(Engine engine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        string path = Path.Combine(_folder.FullName, "socket");
        var options = new WebSocketServerOptions { Engine = engine, UnixSocketPath = path };
        await using WebSocketServer first = Make(options);
        first.Start();
        await using (WebSocketServer second = Make(options))
        {
            Assert.Equal(
                $"{path} is in use by another program, or is no socket. Stop that program, or choose another path.",
                Assert.Throws<IOException>(second.Start).Message);
        }

        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await Within.Time(client.ConnectAsync(new UnixDomainSocketEndPoint(path)));
    }

    private static bool HasIPv6()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static WebSocketServer Make(WebSocketServerOptions options) =>
        new(options, new RecordingHandler { Message = static (connection, text) => connection.Send(text) });
}

using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>The engine listens wherever Kestrel's own transport does, and says the same when it can't.</summary>
public sealed class BindingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley");

    public static TheoryData<Carrier> Carriers => [.. Enum.GetValues<Carrier>()];

    private string SocketFile => Path.Combine(_folder.FullName, "socket");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task Any_address_is_of_both_families_and_peers_are_called_as_kestrel_calls_them(Carrier carrier)
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "no IPv6 here");
        await using EngineApp app = await StartAsync(carrier, static kestrel => kestrel.ListenAnyIP(0));
        Assert.Equal("::ffff:127.0.0.1 ::ffff:127.0.0.1 True", await PeerAsync(app, "127.0.0.1"));
        Assert.Equal("::1 ::1 True", await PeerAsync(app, "[::1]"));
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task Several_addresses_each_get_a_port_of_their_own(Carrier carrier)
    {
        await using EngineApp app = await StartAsync(carrier, static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        Assert.Equal(2, app.Urls.Select(static url => new Uri(url).Port).Where(static port => port > 0).Distinct().Count());
        using var http = new HttpClient();
        foreach (string url in app.Urls)
        {
            Assert.Equal("127.0.0.1 127.0.0.1 True", await Within.Time(http.GetStringAsync(new Uri(url + "/peer"))));
        }
    }

    [Theory]
    [MemberData(nameof(Carriers))]
    public async Task A_unix_socket_carries_HTTP_and_WebSockets_and_its_file_goes_with_the_application(Carrier carrier)
    {
        await using (EngineApp app = await StartAsync(carrier, kestrel => kestrel.ListenUnixSocket(SocketFile)))
        {
            using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, token) => await ConnectAsync(token) });
            Assert.Equal("hello", await Within.Time(http.GetStringAsync(new Uri("http://localhost/"))));
            await using Stream stream = await ConnectAsync(default);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(RawClient.Handshake("/ws")));
            await stream.WriteAsync(RawClient.Frame(0x81, "hello"u8));
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.Equal("HTTP/1.1 101 Switching Protocols", await Within.Time(reader.ReadLineAsync()));
            while (await Within.Time(reader.ReadLineAsync()) is { Length: > 0 })
            {
            }

            char[] frame = new char[7];
            Assert.Equal(7, await Within.Time(reader.ReadBlockAsync(frame, 0, 7)));
            Assert.Equal("\u0081\u0005hello", new string(frame));
        }

        Assert.False(File.Exists(SocketFile));
    }

    [Fact]
    public async Task A_socket_that_the_system_hands_over_is_listened_on()
    {
        using var listening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listening.Listen();
        await using EngineApp app = await StartAsync(
            Carrier.Epoll, kestrel => kestrel.ListenHandle((ulong)listening.Handle));
        int port = ((IPEndPoint)listening.LocalEndPoint!).Port;
        using var http = new HttpClient();
        Assert.Equal("hello", await Within.Time(http.GetStringAsync(new Uri($"http://[::1]:{port}/"))));
    }

    [Fact]
    public async Task A_port_in_use_is_what_it_is_to_kestrel()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        IOException[] refused =
        [
            await RefusedAsync(Carrier.Kestrel, (IPEndPoint)taken.LocalEndpoint),
            await RefusedAsync(Carrier.Epoll, (IPEndPoint)taken.LocalEndpoint),
        ];
        Assert.Equal(refused[0].Message, refused[1].Message);
        Assert.IsType<AddressInUseException>(refused[0].InnerException);
        Assert.IsType<AddressInUseException>(refused[1].InnerException);
    }

    [Fact]
    public async Task What_UseSockets_configures_holds()
    {
        int made = 0;
        await using EngineApp app = await EngineApp.StartAsync(
            Carrier.Epoll,
            HttpApps.Map,
            build: builder => builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = endPoint =>
            {
                made++;
                return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
            }));
        Assert.Equal(1, made);
    }

    private static Task<EngineApp> StartAsync(Carrier carrier, Action<KestrelServerOptions> listen) => EngineApp.StartAsync(
        carrier,
        static app =>
        {
            HttpApps.Map(app);
            app.MapWebSocket("/ws", new RecordingHandler { Message = static (connection, text) => connection.Send(text) });
        },
        listen);

    private static async Task<string> PeerAsync(EngineApp app, string host)
    {
        using var http = new HttpClient();
        return await Within.Time(http.GetStringAsync(new Uri($"http://{host}:{app.Port}/peer")));
    }

    private static Task<IOException> RefusedAsync(Carrier carrier, IPEndPoint taken) => Assert.ThrowsAsync<IOException>(
        () => StartAsync(carrier, kestrel => kestrel.Listen(taken)));

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketFile), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

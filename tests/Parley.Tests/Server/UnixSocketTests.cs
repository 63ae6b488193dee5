using System.Net.Sockets;
using System.Text;
using Parley.TestSupport;

namespace Parley.Tests.Server;

public sealed class UnixSocketTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley");

    private string SocketFile => Path.Combine(_folder.FullName, "socket");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_server_on_a_unix_socket_talks_and_leaves_no_file()
    {
        await using (var server = new WebSocketServer(
            new WebSocketServerOptions { UnixSocketPath = SocketFile, Accept = new AcceptOptions { MaxConnectionsPerAddress = 1 } },
            new RecordingHandler { Message = static (connection, text) => connection.Send(text) }))
        {
            server.Start();
            Assert.Contains(
                SocketFile, Assert.Throws<InvalidOperationException>(() => server.EndPoint).Message, StringComparison.Ordinal);

            // Its peers have no addresses: they are not counted for one.
            using Socket first = await OpenAsync();
            using Socket second = await OpenAsync();
            await Within.Time(first.SendAsync(RawClient.Frame(0x81, "hello"u8)));
            Assert.Equal([0x81, 5, .. "hello"u8], await ReadAsync(first, 7));
        }

        Assert.False(File.Exists(SocketFile));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(108)]
    public void A_path_of_no_use_is_a_clear_error(int length) => Assert.Contains(
        "1 to 107 bytes",
        Assert.Throws<ArgumentException>(() => new WebSocketServerOptions { UnixSocketPath = new string('a', length) }).Message,
        StringComparison.Ordinal);

    private static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        byte[] bytes = new byte[count];
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        await Within.Time(stream.ReadExactlyAsync(bytes));
        return bytes;
    }

    private async Task<Socket> OpenAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await Within.Time(socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketFile)));
        await Within.Time(socket.SendAsync(Encoding.ASCII.GetBytes(RawClient.Handshake("/"))));
        string head = "";
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head += (char)(await ReadAsync(socket, 1))[0];
        }

        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        return socket;
    }
}

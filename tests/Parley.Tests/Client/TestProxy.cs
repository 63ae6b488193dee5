using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>A proxy on 127.0.0.1 that talks as a test says, and then is a tunnel to one server, whatever was asked for.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<NetworkStream, TestProxy, Task<bool>> _talk;
    private readonly int _serverPort;
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Task _serving;

    private TestProxy(int serverPort, Func<NetworkStream, TestProxy, Task<bool>> talk)
    {
        _serverPort = serverPort;
        _talk = talk;
        _listener.Start();
        _serving = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What clients asked for.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>An HTTP proxy with an answer to everybody.</summary>
    public static TestProxy Http(int serverPort, string answer = "HTTP/1.1 200 Connection established\r\n\r\n") => new(
        serverPort,
        async (stream, proxy) =>
        {
            proxy._asked.Enqueue(await ScriptedServer.ReadHeadAsync(stream));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            return answer.StartsWith("HTTP/1.1 2", StringComparison.Ordinal);
        });

    /// <summary>A SOCKS 5 proxy that wants a name and password, or none, and answers with a code.</summary>
    public static TestProxy Socks(int serverPort, string? credentials = null, byte code = 0) => new(
        serverPort,
        async (stream, proxy) =>
        {
            byte[] hello = await ReadAsync(stream, 2);
            byte[] methods = await ReadAsync(stream, hello[1]);
            byte method = credentials is null ? (byte)0 : methods.Contains((byte)2) ? (byte)2 : (byte)0xFF;
            await stream.WriteAsync((byte[])[5, method]);
            if (method == 2 && !await LogInAsync(stream, credentials!))
            {
                return false;
            }

            if (method != 0xFF)
            {
                proxy._asked.Enqueue(await ReadTargetAsync(stream));
                await stream.WriteAsync((byte[])[5, code, 0, 3, 2, .. "xx"u8, 0, 0]);
            }

            return method != 0xFF && code == 0;
        });

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await Within.Time(_serving);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var client = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (await _talk(client, this))
            {
                using var tcp = new TcpClient();
                await tcp.ConnectAsync(IPAddress.Loopback, _serverPort);
                await Task.WhenAny(client.CopyToAsync(tcp.GetStream()), tcp.GetStream().CopyToAsync(client));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The client went.
        }
    }

    private static async Task<bool> LogInAsync(NetworkStream stream, string credentials)
    {
        await ReadAsync(stream, 1);
        string name = Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0]));
        string password = Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0]));
        bool isGood = $"{name}:{password}" == credentials;
        await stream.WriteAsync((byte[])[1, isGood ? (byte)0 : (byte)1]);
        return isGood;
    }

    private static async Task<string> ReadTargetAsync(NetworkStream stream)
    {
        byte[] start = await ReadAsync(stream, 4);
        string host = start[3] switch
        {
            1 => $"{new IPAddress(await ReadAsync(stream, 4))}",
            4 => $"[{new IPAddress(await ReadAsync(stream, 16))}]",
            _ => Encoding.ASCII.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0])),
        };
        byte[] port = await ReadAsync(stream, 2);
        return $"{host}:{(port[0] << 8) | port[1]}";
    }

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int count)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}

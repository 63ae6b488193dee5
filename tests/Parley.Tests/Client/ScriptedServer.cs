using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>
/// A server that answers each request's head with what a test says, and ends its output. In an answer <c>{accept}</c>
/// stands for the right key. Nothing at all is answered to a connection that sends no head.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    public const string Accepts =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string> _answer;
    private readonly ConcurrentQueue<string> _heads = new();
    private readonly Task _serving;

    /// <summary>Starts one.</summary>
    /// <param name="answer">From a request's head to its answer.</param>
    public ScriptedServer(Func<string, string> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = AcceptAsync();
    }

    public ScriptedServer(string answer)
        : this(_ => answer)
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"ws://127.0.0.1:{Port}/");

    /// <summary>The heads that came.</summary>
    public IReadOnlyList<string> Heads => [.. _heads];

    /// <summary>The value of a header field in a head; null without it.</summary>
    public static string? Field(string head, string name) => head.Split("\r\n")
        .Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 2)..])
        .SingleOrDefault();

    /// <summary>Reads up to the empty line.</summary>
    public static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return "";
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

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
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            string head = await ReadHeadAsync(stream);
            if (head.Length == 0)
            {
                return;
            }

            _heads.Enqueue(head);
            string accept = Field(head, "Sec-WebSocket-Key") is { } key ? AcceptKey.Compute(key) : "";
            string answer = _answer(head).Replace("{accept}", accept, StringComparison.Ordinal);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer));
            socket.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // The client went.
        }
    }
}

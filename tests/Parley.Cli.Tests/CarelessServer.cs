using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Cli.Tests;

/// <summary>A server that opens a WebSocket to anybody, and then ignores everything.</summary>
/// <param name="connections">How many connections it takes before it is gone.</param>
internal sealed class CarelessServer(int connections = int.MaxValue) : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _serving = [];
    private Task _accepting = Task.CompletedTask;

    public string Address => $"ws://{_listener.LocalEndpoint}/";

    public void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Within.Time(_accepting);
        await Within.Time(Task.WhenAll(_serving));
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (int i = 0; i < connections; i++)
            {
                // Before the last one is answered, nobody else can connect any more.
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                if (i == connections - 1)
                {
                    _listener.Stop();
                }

                _serving.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using Socket owned = socket;
        byte[] buffer = new byte[64 * 1024];
        var head = new StringBuilder();
        try
        {
            int count;
            bool isOpen = false;
            while ((count = await socket.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                head.Append(isOpen ? "" : Encoding.Latin1.GetString(buffer.AsSpan(0, count)));
                if (!isOpen && head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    isOpen = true;
                    await socket.SendAsync(Answer(head.ToString()), _stop.Token);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over, or the client went without a word.
        }
    }

    private static byte[] Answer(string head)
    {
        const string Name = "Sec-WebSocket-Key: ";
        string key = head.Substring(head.IndexOf(Name, StringComparison.Ordinal) + Name.Length, AcceptKey.KeyLength);
        return Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {AcceptKey.Compute(key)}\r\n\r\n");
    }
}

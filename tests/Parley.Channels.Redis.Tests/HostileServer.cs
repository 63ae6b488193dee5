using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>
/// Pretends to be Redis until a client has signed in, and then answers every command with what the test says: bytes of
/// any kind, nothing, or without end.
/// </summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private const string Info = "redis_version:7.0.15\r\nredis_mode:standalone\r\nrun_id:0123456789012345678901234567890123456789\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<string> _commands = Channel.CreateUnbounded<string>();
    private readonly List<Task> _serving = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, IEnumerable<byte[]>> _answer;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="answer">The pieces of an answer to a command, by its name.</param>
    public HostileServer(Func<string, IEnumerable<byte[]>> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Answers with the same text to every command.</summary>
    public HostileServer(string answer)
        : this(_ => [Encoding.Latin1.GetBytes(answer)])
    {
    }

    public RedisEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    public RedisOptions Options => new()
    {
        Endpoints = [Endpoint],
        ConnectTimeout = Within.Limit,
        CommandTimeout = Within.Limit,
    };

    /// <summary>How many connections it has taken.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Waits for the next command that came after signing in.</summary>
    public Task<string> NextCommandAsync() => Within.Time(_commands.Reader.ReadAsync());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _serving.Add(ServeAsync(socket));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        await using (var stream = new NetworkStream(socket))
        {
            try
            {
                var reader = new RespReader(new RedisReplyLimits());
                byte[] buffer = new byte[64 * 1024];
                int received;
                while ((received = await stream.ReadAsync(buffer, _stop.Token)) > 0)
                {
                    var commands = new List<RespValue>();
                    Reading.Feed(reader, buffer.AsSpan(0, received), commands);
                    foreach (RespValue command in commands)
                    {
                        await AnswerAsync(stream, command.Items[0].Text);
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The client has seen enough.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string command)
    {
        switch (command)
        {
            case "HELLO": await stream.WriteAsync("%1\r\n+proto\r\n:3\r\n"u8.ToArray(), _stop.Token); break;
            case "CLIENT": await stream.WriteAsync("+OK\r\n"u8.ToArray(), _stop.Token); break;
            case "INFO": await stream.WriteAsync(Encoding.ASCII.GetBytes($"${Info.Length}\r\n{Info}\r\n"), _stop.Token); break;
            default:
                _commands.Writer.TryWrite(command);
                foreach (byte[] piece in _answer(command))
                {
                    await stream.WriteAsync(piece, _stop.Token);
                }

                break;
        }
    }
}

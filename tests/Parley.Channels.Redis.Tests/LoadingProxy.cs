using System.Net;
using System.Net.Sockets;
using System.Text;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests;

/// <summary>
/// Stands before a Redis, and says of the first script that is called through it that Redis is still loading, as one does that
/// has just been started. Everything else goes through.
/// </summary>
internal sealed class LoadingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly RedisEndpoint _redis;
    private readonly Task _accepting;
    private int _armed;

    public LoadingProxy(RedisEndpoint redis)
    {
        _redis = redis;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public RedisEndpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>How many calls have been refused.</summary>
    public int Refused { get; private set; }

    /// <summary>The next call of a script is refused.</summary>
    public void RefuseNext() => Volatile.Write(ref _armed, 1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Within.Time(Task.WhenAll(_running));
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _running.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(_redis.Host, _redis.Port, _stop.Token);
            NetworkStream near = client.GetStream();
            NetworkStream far = server.GetStream();
            await Task.WhenAny(PassCommandsAsync(near, far), IgnoreEndAsync(() => far.CopyToAsync(near, _stop.Token)));
        }
    }

    private Task PassCommandsAsync(NetworkStream near, NetworkStream far) => IgnoreEndAsync(async () =>
    {
        var reader = new RespReader(new RedisReplyLimits());
        byte[] buffer = new byte[64 * 1024];
        int received;
        while ((received = await near.ReadAsync(buffer, _stop.Token)) > 0)
        {
            var commands = new List<RespValue>();
            Reading.Feed(reader, buffer.AsSpan(0, received), commands);
            foreach (RespValue command in commands)
            {
                if (command.Items[0].Text == "EVALSHA" && Interlocked.Exchange(ref _armed, 0) == 1)
                {
                    Refused++;
                    await near.WriteAsync("-LOADING Redis is loading the dataset in memory\r\n"u8.ToArray(), _stop.Token);
                }
                else
                {
                    await far.WriteAsync(Encode(command), _stop.Token);
                }
            }
        }
    });

    private static byte[] Encode(in RespValue command)
    {
        var bytes = new MemoryStream();
        bytes.Write(Encoding.ASCII.GetBytes($"*{command.Items.Length}\r\n"));
        foreach (RespValue argument in command.Items)
        {
            bytes.Write(Encoding.ASCII.GetBytes($"${argument.Bytes.Length}\r\n"));
            bytes.Write(argument.Bytes.Span);
            bytes.Write("\r\n"u8);
        }

        return bytes.ToArray();
    }

    private static async Task IgnoreEndAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // One of them has gone.
        }
    }
}

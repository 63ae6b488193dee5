using System.Net.Sockets;
using Parley.Protocol;
using Xunit;

namespace Parley.TestSupport;

/// <summary>A Django process under daphne; see <c>python/django_room.py</c>.</summary>
public sealed class DjangoProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly int _port;

    private DjangoProcess(ChildProcess process, int port) => (_process, _port) = (process, port);

    /// <summary>Starts it.</summary>
    /// <param name="backend">The channel layer's class in channels_redis.</param>
    /// <param name="redisPort">Where its Redis listens.</param>
    public static async Task<DjangoProcess> StartAsync(string backend, int redisPort)
    {
        Parts.RequirePython("channels", "python3-django-channels");
        Parts.RequirePython("channels_redis.core", "python3-channels-redis");
        Parts.RequirePython("daphne", "daphne");
        ChildProcess process = ChildProcess.Start(
            Parts.Python, [Path.Combine(AppContext.BaseDirectory, "python", "django_room.py"), backend, $"{redisPort}"]);
        var django = new DjangoProcess(process, int.Parse(await process.WaitForAsync("port "), null));
        await Within.Time(django.WaitUntilOpenAsync());
        return django;
    }

    /// <summary>Becomes a member of a room.</summary>
    public async Task<WebSocketConnection> JoinAsync(string room)
    {
        WebSocketConnection member = await ConnectAsync($"room/{room}/");
        Assert.Equal("joined", await ReadAsync(member));
        return member;
    }

    /// <summary>Lets Django send a text to a channel.</summary>
    public async Task SendAsync(string channel, string text)
    {
        await using WebSocketConnection sender = await ConnectAsync("send/");
        await sender.SendAsync($"{channel} {text}");
        Assert.Equal("sent", await ReadAsync(sender));
    }

    /// <summary>Waits for a message: a text, or bytes in hexadecimal digits.</summary>
    public static async Task<string> ReadAsync(WebSocketConnection member)
    {
        Message message = (await Within.Time(member.ReceiveAsync()))!.Value;
        return message.Type == MessageType.Text ? message.GetText() : Convert.ToHexString(message.Data.Span);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private Task<WebSocketConnection> ConnectAsync(string path) =>
        Within.Time(WebSocketClient.ConnectAsync(new Uri($"ws://127.0.0.1:{_port}/{path}")));

    // Daphne says nothing when it listens.
    private async Task WaitUntilOpenAsync()
    {
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", _port);
                return;
            }
            catch (SocketException)
            {
                await Task.Yield();
            }
        }
    }
}

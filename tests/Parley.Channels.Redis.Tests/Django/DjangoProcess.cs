using System.Net.Sockets;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Django;

/// <summary>A Django process under daphne; see <c>python/django_room.py</c>.</summary>
internal sealed class DjangoProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly int _port;

    private DjangoProcess(ChildProcess process, int port) => (_process, _port) = (process, port);

    public static async Task<DjangoProcess> StartAsync(string backend, RedisProcess redis)
    {
        Parts.RequirePython("channels", "python3-django-channels");
        Parts.RequirePython("channels_redis.core", "python3-channels-redis");
        Parts.RequirePython("daphne", "daphne");
        ChildProcess process = ChildProcess.Start(
            Parts.Python, [Path.Combine(AppContext.BaseDirectory, "python", "django_room.py"), backend, $"{redis.Port}"]);
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
    public async Task SendAsync(ChannelName channel, string text)
    {
        await using WebSocketConnection sender = await ConnectAsync("send/");
        await sender.SendAsync($"{channel} {text}");
        Assert.Equal("sent", await ReadAsync(sender));
    }

    public static async Task<string> ReadAsync(WebSocketConnection member)
    {
        Message message = (await Within.Time(member.ReceiveAsync()))!.Value;
        return message.Type == Parley.Protocol.MessageType.Text ? message.GetText() : Convert.ToHexString(message.Data.Span);
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

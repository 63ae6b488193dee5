using System.Globalization;

namespace Parley.Compare.Running;

/// <summary>A Redis of a server's own, which keeps nothing on disk. It shares the server's core: the load has its own to itself.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly Child _child;

    private RedisServer(Child child, int port) => (_child, Port) = (child, port);

    public int Port { get; }

    public int Id => _child.Id;

    public static async Task<RedisServer> StartAsync(CancellationToken cancellationToken)
    {
        int port = Ports.Free();
        string[] command =
        [
            "redis-server", "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
        ];
        var child = Child.Start(Cores.Pin(Cores.Server, command));
        try
        {
            await Ports.WaitAsync("redis-server", child, port, cancellationToken);
            return new RedisServer(child, port);
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    public void Dispose() => _child.Dispose();
}

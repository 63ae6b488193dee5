using System.Globalization;
using Parley.Compare.Peers;

namespace Parley.Compare.Running;

/// <summary>A server that runs on the servers' core: one process or several, each on a free port.</summary>
internal sealed class Server : IDisposable
{
    private readonly List<Child> _children = [];
    private readonly List<Uri> _urls = [];
    private RedisServer? _redis;

    private Server(Contender contender) => Contender = contender;

    public Contender Contender { get; }

    /// <summary>The address of each process.</summary>
    public IReadOnlyList<Uri> Urls => _urls;

    public Uri Url => _urls[0];

    public IEnumerable<int> Ids => _children.Select(static child => child.Id);

    /// <summary>The process of its Redis, if it has one.</summary>
    public int? RedisId => _redis?.Id;

    /// <summary>The most memory it has held so far, in bytes.</summary>
    public long PeakMemory => Ids.Sum(PeakMemoryOf);

    public static async Task<Server> StartAsync(Contender contender, string path, CancellationToken cancellationToken)
    {
        var server = new Server(contender);
        try
        {
            await server.RunAsync(path, cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _children.ForEach(static child => child.Dispose());
        _redis?.Dispose();
    }

    private async Task RunAsync(string path, CancellationToken cancellationToken)
    {
        string[] redis = [];
        if (Contender.RedisArguments is { } arguments)
        {
            _redis = await RedisServer.StartAsync(cancellationToken);
            redis = arguments(_redis.Port);
        }

        for (int i = 0; i < Contender.Nodes; i++)
        {
            int port = Ports.Free();
            var child = Child.Start(Cores.Pin(Cores.Server, [.. Contender.Command(path, port), .. redis]));
            _children.Add(child);
            _urls.Add(new Uri($"ws://127.0.0.1:{port}/{Contender.Path ?? path}"));
            await Ports.WaitAsync(Contender.Name, child, port, cancellationToken);
        }
    }

    private static long PeakMemoryOf(int id)
    {
        // "VmHWM:    12345 kB"
        const string Field = "VmHWM:";
        string line = File.ReadLines($"/proc/{id}/status").First(static line => line.StartsWith(Field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(Field.Length).Trim("\t kB"), CultureInfo.InvariantCulture) * 1024;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Parley.Compare.Peers;

namespace Parley.Compare.Running;

/// <summary>A server that runs on the servers' core, on a free port.</summary>
internal sealed class Server : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly Child _child;

    private Server(Contender contender, Child child, Uri url)
    {
        Contender = contender;
        _child = child;
        Url = url;
    }

    public Contender Contender { get; }

    public Uri Url { get; }

    public int Id => _child.Id;

    /// <summary>The most memory it has held so far, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            // "VmHWM:    12345 kB"
            const string Field = "VmHWM:";
            string line = File.ReadLines($"/proc/{Id}/status").First(static line => line.StartsWith(Field, StringComparison.Ordinal));
            return long.Parse(line.AsSpan(Field.Length).Trim("\t kB"), CultureInfo.InvariantCulture) * 1024;
        }
    }

    public static async Task<Server> StartAsync(Contender contender, string path, CancellationToken cancellationToken)
    {
        int port = FreePort();
        Child child = Child.Start(Cores.Pin(Cores.Server, contender.Command(path, port)));
        try
        {
            await WaitAsync(contender, child, port, cancellationToken);
            return new Server(contender, child, new Uri($"ws://127.0.0.1:{port}/{path}"));
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    public void Dispose() => _child.Dispose();

    private static async Task WaitAsync(Contender contender, Child child, int port, CancellationToken cancellationToken)
    {
        DateTime end = DateTime.UtcNow + _patience;
        while (!await IsListeningAsync(port, cancellationToken))
        {
            if (child.HasEnded || DateTime.UtcNow > end)
            {
                throw new CompareException($"{contender.Name} did not start. {child.LastLines}");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

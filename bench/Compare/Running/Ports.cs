using System.Net;
using System.Net.Sockets;

namespace Parley.Compare.Running;

/// <summary>Ports of 127.0.0.1, and who listens on them.</summary>
internal static class Ports
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a process listens.</summary>
    /// <param name="name">What it is, to say that it has not started.</param>
    /// <param name="child">The process.</param>
    /// <param name="port">Its port.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WaitAsync(string name, Child child, int port, CancellationToken cancellationToken)
    {
        DateTime end = DateTime.UtcNow + _patience;
        while (!await IsListeningAsync(port, cancellationToken))
        {
            if (child.HasEnded || DateTime.UtcNow > end)
            {
                throw new CompareException($"{name} did not start. {child.LastLines}");
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
}

using System.Net;
using System.Net.Sockets;

namespace Parley.ChatBench;

/// <summary>A load balancer: leads each connection to the next server that takes it, and copies bytes.</summary>
internal sealed class Balancer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int[] _ports;
    private int _next;

    public Balancer(int[] ports)
    {
        _ports = ports;
        _listener.Start(1000);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It has been stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            for (int i = 0; i < _ports.Length; i++)
            {
                using var server = new TcpClient { NoDelay = true };
                try
                {
                    await server.ConnectAsync(IPAddress.Loopback, _ports[(uint)Interlocked.Increment(ref _next) % _ports.Length]);
                }
                catch (SocketException)
                {
                    continue;
                }

                client.NoDelay = true;
                await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
                return;
            }
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One of them has gone.
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>A client that sends any bytes and reads all the while, to the end.</summary>
internal sealed partial class RawPeer : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly StringBuilder _received = new();
    private Task<bool> _reading = null!;

    /// <summary>What has come so far, a character for each byte.</summary>
    public string Received
    {
        get
        {
            lock (_received)
            {
                return _received.ToString();
            }
        }
    }

    public static async Task<RawPeer> ConnectAsync(int port)
    {
        var peer = new RawPeer();
        await Within.Time(peer._socket.ConnectAsync(IPAddress.Loopback, port));
        peer._reading = peer.ReadAsync();
        return peer;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends, unless the server has ended the connection meanwhile.</summary>
    public async Task SendAsync(byte[] bytes)
    {
        try
        {
            for (int sent = 0; sent < bytes.Length;)
            {
                sent += await Within.Time(_socket.SendAsync(bytes.AsMemory(sent)));
            }
        }
        catch (SocketException)
        {
            // What it has answered is what counts.
        }
    }

    public async Task SendEachByteAsync(string text)
    {
        foreach (char one in text)
        {
            await SendAsync([(byte)one]);
        }
    }

    public Task UntilAsync(string part) => Within.Until(() => Received.Contains(part, StringComparison.Ordinal));

    public void EndOutput() => _socket.Shutdown(SocketShutdown.Send);

    public void Reset() => _socket.Close(timeout: 0);

    /// <summary>Waits until the server ends the connection.</summary>
    /// <returns>All that came, without the date, and whether it ended in good order.</returns>
    public async Task<(string Answer, bool IsWhole)> ToEndAsync()
    {
        bool isWhole = await Within.Time(_reading);
        return (Date().Replace(Received, "Date: "), isWhole);
    }

    public void Dispose() => _socket.Dispose();

    [GeneratedRegex("Date: [^\r]*", RegexOptions.NonBacktracking)]
    private static partial Regex Date();

    private async Task<bool> ReadAsync()
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await _socket.ReceiveAsync(buffer) is var count and > 0)
            {
                lock (_received)
                {
                    _received.Append(Encoding.Latin1.GetString(buffer, 0, count));
                }
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Buffers;
using System.Net;
using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>Opens WebSockets without an engine, which are read only on demand, and can vanish as peers do.</summary>
internal static class RawWebSocket
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Opens one.</summary>
    /// <param name="url">The server.</param>
    /// <param name="receiveBuffer">How much the system may take in for it unread.</param>
    /// <param name="tls">How TLS is spoken, for wss.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The server doesn't open it.</exception>
    public static async Task<RawSocket> OpenAsync(Uri url, int receiveBuffer, ClientTlsOptions tls, CancellationToken cancellationToken)
    {
        RawSocket socket = await RawSocket.ConnectAsync(
            url, new DnsEndPoint(url.IdnHost, url.Port), receiveBuffer, tls, cancellationToken);
        try
        {
            await ShakeHandsAsync(socket, url, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task ShakeHandsAsync(RawSocket socket, Uri url, CancellationToken cancellationToken)
    {
        var request = new ArrayBufferWriter<byte>();
        ClientHandshake.WriteRequest(request, url, AcceptKey.NewKey(), [], []);
        await socket.TrySendAsync(request.WrittenMemory, cancellationToken);
        Answer answer = await Answer.ReadAsync(socket, _patience, cancellationToken);
        if (!answer.IsOpen)
        {
            throw new IOException($"{url} did not open a WebSocket: {answer}.");
        }
    }
}

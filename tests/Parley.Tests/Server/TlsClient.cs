using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>What a client sees of a server's TLS, made by the runtime's own classes.</summary>
internal static class TlsClient
{
    /// <summary>Opens a WebSocket, whatever the certificate.</summary>
    public static async Task<ClientWebSocket> OpenAsync(int port)
    {
        var client = new ClientWebSocket();
        client.Options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        await Within.Time(client.ConnectAsync(new Uri($"wss://127.0.0.1:{port}/"), CancellationToken.None));
        return client;
    }

    /// <summary>Sends text and returns the next message.</summary>
    public static async Task<string> AskAsync(ClientWebSocket client, string text)
    {
        await Within.Time(client.SendAsync(
            Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None));
        byte[] buffer = new byte[1024];
        WebSocketReceiveResult result = await Within.Time(client.ReceiveAsync(buffer, CancellationToken.None));
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    /// <summary>Connects and does the TLS handshake, with a look at the certificates that were sent.</summary>
    public static async Task<SslStream> ConnectAsync(
        int port,
        SslProtocols protocols = SslProtocols.None,
        SslApplicationProtocol? offer = null,
        Action<X509Certificate2, X509Chain>? look = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Within.Time(socket.ConnectAsync(IPAddress.Loopback, port));
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocols,
            ApplicationProtocols = offer is { } protocol ? [protocol] : null,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                look?.Invoke((X509Certificate2)certificate!, chain!);
                return true;
            },
        };
        await Within.Time(stream.AuthenticateAsClientAsync(options));
        return stream;
    }

    /// <summary>The subject of the certificate that the server sends now.</summary>
    public static async Task<string> SubjectAsync(int port)
    {
        await using SslStream stream = await ConnectAsync(port);
        return stream.RemoteCertificate!.Subject;
    }
}

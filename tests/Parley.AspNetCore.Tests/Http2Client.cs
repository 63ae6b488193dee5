using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests;

/// <summary>The platform's own client over HTTP/2: any number of WebSockets on one TCP connection.</summary>
internal sealed class Http2Client : IDisposable
{
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;
    private readonly string _origin;
    private Socket? _socket;

    public Http2Client(int port, string scheme = "ws")
    {
        _origin = $"{scheme}://127.0.0.1:{port}";
        _handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        _handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        _invoker = new HttpMessageInvoker(_handler);
    }

    /// <summary>How many TCP connections were made.</summary>
    public int Connections { get; private set; }

    public async Task<ClientWebSocket> OpenAsync(string path, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.CollectHttpResponseDetails = true;
        configure?.Invoke(socket.Options);
        await Within.Time(socket.ConnectAsync(new Uri(_origin + path), _invoker, CancellationToken.None));
        return socket;
    }

    /// <summary>Sends a request as it is, and gives the answer's status.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Action<HttpRequestHeaders> configure)
    {
        using var request = new HttpRequestMessage(method, _origin.Replace("ws", "http", StringComparison.Ordinal) + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        configure(request.Headers);
        return await Within.Time(_invoker.SendAsync(request, CancellationToken.None));
    }

    /// <summary>Ends the TCP connection so that the server sees a reset.</summary>
    public void Reset()
    {
        _socket!.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public void Dispose()
    {
        _invoker.Dispose();
        _handler.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Connections++;
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(_socket, ownsSocket: true);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Parley.Protocol;

namespace Parley;

/// <summary>A transport's first handler on a client: sends the request, checks the answer, hands the transport on.</summary>
internal sealed class ClientOpening(
    Transport transport, Uri uri, IWebSocketHandler handler, WebSocketClientOptions options) : TransportHandler
{
    private readonly HeadReader _reader = new(new HandshakeLimits());
    private readonly string _key = AcceptKey.NewKey();
    private readonly TaskCompletionSource<WebSocketConnection> _opened =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The connection, once the server has answered.</summary>
    public Task<WebSocketConnection> Opened => _opened.Task;

    /// <summary>Sends the request and begins to read. On the loop.</summary>
    public void Start()
    {
        transport.Handler = this;
        ClientHandshake.WriteRequest(transport, uri, _key, options.Subprotocols, options.Fields, options.Connection.Protocol.Deflate);
        transport.Start();
        transport.Flush();
    }

    public override void OnReceived(Span<byte> data)
    {
        ReadOnlySpan<byte> input = data;
        if (_reader.TryRead(ref input, out ReadOnlySpan<byte> head, out HandshakeError? error))
        {
            OnHead(head, data[^input.Length..]);
        }
        else if (error is not null)
        {
            Fail(error);
        }
    }

    public override void OnClosed(Exception? fault)
    {
        _reader.Dispose();
        _opened.TrySetException(new WebSocketHandshakeException(
            $"{uri} closed the connection before it answered. Is there a WebSocket server at this address?",
            innerException: fault));
    }

    private void OnHead(ReadOnlySpan<byte> head, Span<byte> rest)
    {
        ProtocolOptions protocol = options.Connection.Protocol;
        if (!ResponseHead.TryParse(head, out ResponseHead? response, out HandshakeError? error)
            || !ClientHandshake.TryAccept(
                response, _key, options.Subprotocols, protocol.Deflate, out ClientAgreement? agreement, out error))
        {
            Fail(error);
            return;
        }

        var connection = new WebSocketConnection(
            transport.Loop, new ConnectionContext(options.Connection, NullLogger.Instance));
        connection.Open(
            transport,
            new WebSocketProtocol(Role.Client, protocol, agreement.Deflate, PingPhase.Next()),
            handler,
            agreement.Subprotocol,
            rest);
        _reader.Dispose();
        _opened.TrySetResult(connection);
    }

    private void Fail(HandshakeError error)
    {
        _opened.TrySetException(new WebSocketHandshakeException(
            $"{uri} did not open a WebSocket. {error.Reason}", error.StatusCode == 0 ? null : error.StatusCode));
        transport.Close();
    }
}

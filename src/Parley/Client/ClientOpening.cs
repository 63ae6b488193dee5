using Parley.Protocol;

namespace Parley;

/// <summary>A transport's first handler on a client: sends the request, checks the answer, hands the transport on.</summary>
internal sealed class ClientOpening(Transport transport, ClientRequest request, IWebSocketHandler handler) : TransportHandler
{
    // How many of the loop's ticks, about a second each, the body of a refusal may take.
    private const int BodyTicks = 2;

    // RFC 8446 section 5.1: what a TLS server answers to plain bytes begins with an alert.
    private const byte TlsAlert = 21;

    private readonly string _key = AcceptKey.NewKey();
    private readonly TaskCompletionSource<OpeningResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HeadReader _reader = new(new HandshakeLimits());
    private RefusedAnswer? _refused;
    private int _ticks;

    /// <summary>The connection, or the answer that opened none.</summary>
    public Task<OpeningResult> Result => _result.Task;

    private ConnectionOptions Connection => request.Options.Connection;

    /// <summary>Sends the request and begins to read. On the loop.</summary>
    public void Start()
    {
        transport.Handler = this;
        try
        {
            ClientHandshake.WriteRequest(
                transport, request.Uri, _key, request.Subprotocols, request.Fields(), Connection.Protocol.Deflate);
        }
        catch (ArgumentException exception)
        {
            // A field that can't be sent is the caller's.
            _result.TrySetException(exception);
            transport.Start();
            transport.Close();
            return;
        }

        transport.Start();
        transport.Flush();
    }

    public override void OnReceived(Span<byte> data)
    {
        if (_refused is not null)
        {
            AddBody(data);
            return;
        }

        bool isTls = data is [TlsAlert, 3, ..];
        ReadOnlySpan<byte> input = data;
        if (_reader.TryRead(ref input, out ReadOnlySpan<byte> head, out HandshakeError? error))
        {
            OnHead(head, data[^input.Length..]);
        }
        else if (error is not null)
        {
            Fail(isTls ? "It speaks TLS at this port: use wss:// instead of ws://." : $"The server's answer is not HTTP/1.1. {error.Reason}", null);
        }
    }

    public override void OnTick(long now)
    {
        if (_refused is not null && ++_ticks >= BodyTicks)
        {
            Refuse(_refused);
        }
    }

    public override void OnClosed(Exception? fault)
    {
        _reader.Dispose();
        if (_refused is not null)
        {
            _result.TrySetResult(new OpeningResult(null, _refused));
            return;
        }

        _result.TrySetException(new WebSocketHandshakeException(
            $"{request.Shown} closed the connection before it answered. Is there a WebSocket server at this address?",
            innerException: fault)
        {
            Failure = HandshakeFailure.ConnectionLost,
        });
    }

    private void OnHead(ReadOnlySpan<byte> head, Span<byte> rest)
    {
        if (!ResponseHead.TryParse(head, out ResponseHead? response, out HandshakeError? error))
        {
            Fail(error.Reason, null);
            return;
        }

        // RFC 9110 section 15.2: any number of others may come before the answer.
        if (response.StatusCode is >= 100 and < 200 and not 101)
        {
            _reader.Dispose();
            _reader = new HeadReader(new HandshakeLimits());
            OnReceived(rest);
            return;
        }

        KeepCookies(response.Fields);
        if (response.StatusCode != 101)
        {
            _refused = new RefusedAnswer(response);
            AddBody(rest);
        }
        else if (ClientHandshake.TryAccept(
            response, _key, request.Subprotocols, Connection.Protocol.Deflate, out ClientAgreement? agreement, out error))
        {
            Open(agreement, rest);
        }
        else
        {
            Fail(error.Reason, response);
        }
    }

    private void Open(ClientAgreement agreement, Span<byte> rest)
    {
        var connection = new WebSocketConnection(transport.Loop, new ConnectionContext(Connection, request.Options.Logger));
        connection.Open(
            transport,
            new WebSocketProtocol(Role.Client, Connection.Protocol, agreement.Deflate, PingPhase.Next()),
            handler,
            agreement.Subprotocol,
            rest);
        _reader.Dispose();
        _result.TrySetResult(new OpeningResult(connection, null));
    }

    private void KeepCookies(HeaderFields fields)
    {
        foreach ((string name, string value) in fields)
        {
            if (name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            {
                request.Keep(value);
            }
        }
    }

    private void AddBody(ReadOnlySpan<byte> bytes)
    {
        _refused!.Add(bytes);
        if (_refused.IsComplete)
        {
            Refuse(_refused);
        }
    }

    private void Refuse(RefusedAnswer refused)
    {
        _result.TrySetResult(new OpeningResult(null, refused));
        transport.Close();
    }

    private void Fail(string reason, ResponseHead? response)
    {
        _result.TrySetException(new WebSocketHandshakeException(
            $"{request.Shown} did not open a WebSocket. {reason}", response?.StatusCode)
        {
            Failure = HandshakeFailure.InvalidAnswer,
            Fields = response?.Fields,
        });
        transport.Close();
    }
}

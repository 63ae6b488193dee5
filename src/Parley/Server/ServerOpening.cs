using System.Buffers;
using System.Net;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// A transport's first handler on a server: reads one request, and answers it or hands the transport on to a
/// connection. What comes behind the request is kept for that.
/// </summary>
internal sealed class ServerOpening(WebSocketServer server, Transport transport) : TransportHandler
{
    private readonly HeadReader _reader = new(server.Options.Handshake);
    private readonly PooledBufferWriter _rest = new();
    private TransportUpgradeRequest? _request;
    private Phase _phase;
    private long _deadline;
    private long _started;

    private enum Phase
    {
        Reading,
        Deciding,
        Refused,
        Done,
    }

    public ConnectionLoop Loop => transport.Loop;

    public EndPoint? RemoteEndPoint => transport.RemoteEndPoint;

    public override void OnReceived(Span<byte> data)
    {
        if (_phase == Phase.Deciding)
        {
            // Reading goes on until something comes, so that a client that has gone is noticed; no client need send
            // anything before it has been answered, so that the rest can wait.
            _rest.Write(data);
            transport.PauseReading();
            return;
        }

        if (_phase != Phase.Reading)
        {
            return;
        }

        if (_started == 0)
        {
            _started = server.Options.Time.GetTimestamp();
        }

        ReadOnlySpan<byte> input = data;
        if (_reader.TryRead(ref input, out ReadOnlySpan<byte> head, out HandshakeError? error))
        {
            _rest.Write(input);
            OnHead(head);
        }
        else if (error is not null)
        {
            Refuse(error);
        }
    }

    public override void OnTick(long now)
    {
        if (_deadline == 0)
        {
            TimeSpan timeout = _phase == Phase.Reading ? server.Options.HandshakeTimeout : server.Options.ConnectTimeout;
            _deadline = now + (long)timeout.TotalMilliseconds;
        }

        if (now >= _deadline)
        {
            OnTimeout();
        }
    }

    public override void OnClosed(Exception? fault)
    {
        _request?.OnPeerGone();
        Release();
        server.OnAdmittedClosed(transport);
    }

    /// <summary>Answers with a 101 and hands the transport to the connection.</summary>
    public void Accept(TransportUpgradeRequest request, IWebSocketHandler handler, string? subprotocol)
    {
        ServerHandshake.WriteAccept(transport, request.Offer, subprotocol, request.Deflate);
        transport.FlushLater();
        transport.ResumeReading();
        _phase = Phase.Done;
        CountAnswer(101);
        server.OnAccepted();
        request.Open(transport, handler, subprotocol, _rest.WrittenSpan);
        server.OnOpened(request.Connection);
        Release();
    }

    /// <summary>Answers a handshake with a refusal.</summary>
    public void Refuse(HttpReply reply, string method)
    {
        CountAnswer(reply.StatusCode);
        Reply(reply, method);
    }

    private void Reply(HttpReply reply, string method)
    {
        _phase = Phase.Refused;
        _deadline = 0;
        reply.Write(transport, method);
        transport.CloseOutput();
        transport.ResumeReading();
    }

    private void OnHead(ReadOnlySpan<byte> head)
    {
        if (!RequestHead.TryParse(head, out RequestHead? request, out HandshakeError? error))
        {
            Refuse(error);
            return;
        }

        if (!ServerHandshake.IsUpgrade(request) && AnswerPlain(request) is { } reply)
        {
            Reply(reply, request.Method);
        }
        else if (!server.Handler.Serves(request.Path))
        {
            Log.UnknownPath(server.Logger, RemoteEndPoint, request.Path);
            Reply(new HttpReply(404, "There is nothing at this address.\n"), request.Method);
        }
        else
        {
            OnRequest(request);
        }
    }

    private HttpReply? AnswerPlain(RequestHead request)
    {
        Loop.BeginCall(server.Handler);
        try
        {
            return server.Options.HttpHandler?.Invoke(request) ?? server.Handler.Answer(request);
        }
        catch (Exception exception)
        {
            Log.AnswerFault(server.Logger, RemoteEndPoint, request.Path, exception);
            return new HttpReply(500, "The server met an error.\n");
        }
        finally
        {
            Loop.EndCall();
        }
    }

    private void OnRequest(RequestHead request)
    {
        if (!ServerHandshake.TryRead(request, out ClientOffer? offer, out HandshakeError? error))
        {
            Refuse(error, request.Method);
            return;
        }

        if (!server.Origins.Allows(offer.Origin, offer.Host))
        {
            Refuse(new HandshakeError(403, $"Pages from the origin {offer.Origin} may not connect here."));
            return;
        }

        _phase = Phase.Deciding;
        _deadline = 0;
        _request = new TransportUpgradeRequest(
            this, request, offer, server.ConnectionContext);
        Loop.BeginCall(server.Handler);
        try
        {
            server.Handler.OnUpgrade(_request);
        }
        finally
        {
            Loop.EndCall();
        }
    }

    private void OnTimeout()
    {
        switch (_phase)
        {
            case Phase.Reading:
                Refuse(new HandshakeError(408, "The request did not come in time."));
                break;
            case Phase.Deciding when _request!.OnTimeout():
                Refuse(new HandshakeError(503, "The application did not answer in time."));
                break;
            default:
                transport.Close();
                break;
        }
    }

    private void Refuse(HandshakeError error, string method = "GET")
    {
        Log.HandshakeRefused(server.Logger, RemoteEndPoint, error.StatusCode, error.Reason);
        Refuse(HttpReply.From(error), method);
    }

    // A handshake begins with the first byte of its request; one that never came has no duration.
    private void CountAnswer(int status) => HandshakeMetrics.CountAnswer(
        status, _started == 0 ? null : server.Options.Time.GetElapsedTime(_started));

    private void Release()
    {
        _reader.Dispose();
        _rest.Dispose();
    }
}

using Parley.Protocol;

namespace Parley;

/// <summary>
/// Drives a transport that is one too many: answers the client's first bytes, whatever they are, and reads on without
/// looking until the client has heard, for a short while.
/// </summary>
internal sealed class RefusedOpening(WebSocketServer server, Transport transport, HttpReply reply) : TransportHandler
{
    // Not before the client has asked: an answer to nothing is taken for a fault.
    private const long Patience = 2000;

    private bool _isAnswered;
    private long _deadline;

    public override void OnReceived(Span<byte> data)
    {
        if (!_isAnswered)
        {
            _isAnswered = true;
            HandshakeMetrics.CountAnswer(reply.StatusCode, duration: null);
            reply.Write(transport, "GET");
            transport.CloseOutput();
        }
    }

    public override void OnTick(long now)
    {
        if (_deadline == 0)
        {
            _deadline = now + Patience;
        }

        if (now >= _deadline)
        {
            transport.Close();
        }
    }

    public override void OnClosed(Exception? fault)
    {
        server.Gate.EndAnswer();
        server.OnTransportClosed();
    }
}

using System.Net;
using Parley.Protocol;

namespace Parley;

/// <summary>A request that came to a <see cref="WebSocketServer"/>.</summary>
internal sealed class TransportUpgradeRequest(
    ServerOpening opening, RequestHead head, ClientOffer offer, ConnectionContext context)
    : UpgradeRequest(head, offer, opening.Loop, context)
{
    public override EndPoint? RemoteEndPoint => opening.RemoteEndPoint;

    public void OnPeerGone() => GiveUp();

    public bool OnTimeout() => GiveUp();

    public void Open(Transport transport, IWebSocketHandler handler, string? subprotocol, Span<byte> rest) =>
        OpenOn(transport, handler, subprotocol, rest);

    protected override ValueTask<bool> OpenAsync(IWebSocketHandler handler, string? subprotocol)
    {
        opening.Accept(this, handler, subprotocol);
        return ValueTask.FromResult(true);
    }

    protected override void Refuse(HttpReply reply) => opening.Refuse(reply, Head.Method);
}

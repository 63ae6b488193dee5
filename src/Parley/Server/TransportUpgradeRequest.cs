using System.Net;
using Parley.Protocol;

namespace Parley;

/// <summary>A request that came to a <see cref="WebSocketServer"/>.</summary>
internal sealed class TransportUpgradeRequest(
    ServerOpening opening, RequestHead head, ClientOffer offer, ConnectionOptions options)
    : UpgradeRequest(head, offer, opening.Loop, options)
{
    public override EndPoint? RemoteEndPoint => opening.RemoteEndPoint;

    public void OnPeerGone() => GiveUp();

    public bool OnTimeout() => GiveUp();

    protected override ValueTask<bool> OpenAsync(IWebSocketHandler handler, string? subprotocol)
    {
        opening.Accept(this, handler, subprotocol);
        return ValueTask.FromResult(true);
    }

    protected override void Refuse(HttpReply reply) => opening.Reply(reply, Head.Method);
}

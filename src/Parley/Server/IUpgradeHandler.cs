using Parley.Protocol;

namespace Parley;

/// <summary>Decides about connections before they open: routes, and who may come in.</summary>
public interface IUpgradeHandler
{
    /// <summary>Whether a path leads to a WebSocket. If not, it is answered with a 404.</summary>
    /// <param name="path">The path, percent-encoded, without the query.</param>
    bool Serves(string path);

    /// <summary>
    /// Answers a request that asks for no WebSocket. It runs on a loop and must not block; what it throws is logged, and the
    /// client gets a 500.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <returns>The answer; null, unless overridden, leaves the request to the WebSocket paths: 426 on one, 404 elsewhere.</returns>
    HttpReply? Answer(RequestHead request) => null;

    /// <summary>
    /// A valid handshake came. Called on the connection's loop, and must not block. The handler accepts or rejects the
    /// request, now or later; if it does neither within the connect timeout, the request is answered with a 503.
    /// </summary>
    /// <param name="request">The request.</param>
    void OnUpgrade(UpgradeRequest request);
}

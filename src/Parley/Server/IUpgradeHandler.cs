namespace Parley;

/// <summary>Decides about connections before they open: routes, and who may come in.</summary>
public interface IUpgradeHandler
{
    /// <summary>Whether a path leads to a WebSocket. If not, it is answered with a 404.</summary>
    /// <param name="path">The path, percent-encoded, without the query.</param>
    bool Serves(string path);

    /// <summary>
    /// A valid handshake came. Called on the connection's loop, and must not block. The handler accepts or rejects the
    /// request, now or later; if it does neither within the connect timeout, the request is answered with a 503.
    /// </summary>
    /// <param name="request">The request.</param>
    void OnUpgrade(UpgradeRequest request);
}

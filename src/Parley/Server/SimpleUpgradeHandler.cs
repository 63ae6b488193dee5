using Parley.Protocol;

namespace Parley;

/// <summary>Accepts every request on every path, with one of the server's subprotocols if the client offers one.</summary>
internal sealed class SimpleUpgradeHandler(
    Func<UpgradeRequest, string?, ValueTask<bool>> accept, IReadOnlyCollection<string> subprotocols) : IUpgradeHandler
{
    public bool Serves(string path) => true;

    public void OnUpgrade(UpgradeRequest request) =>
        _ = accept(request, SubprotocolList.Select(request.Offer.Subprotocols, subprotocols)).AsTask();
}

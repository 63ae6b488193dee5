using System.Net;

namespace Parley;

/// <summary>Accepts transports.</summary>
public interface ITransportListener : IAsyncDisposable
{
    /// <summary>The address listened on, with the port that was chosen if 0 was asked for.</summary>
    EndPoint LocalEndPoint { get; }

    /// <summary>Begins to accept.</summary>
    /// <param name="onAccepted">
    /// Called on the transport's loop for each one: it makes the first handler. The transport is started after it.
    /// </param>
    void Start(Func<Transport, TransportHandler> onAccepted);
}

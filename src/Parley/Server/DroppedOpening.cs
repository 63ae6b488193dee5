namespace Parley;

/// <summary>Drives a transport for which there is not even room to say no: it is closed at once.</summary>
internal sealed class DroppedOpening(WebSocketServer server) : TransportHandler
{
    public override void OnReceived(Span<byte> data)
    {
    }

    public override void OnClosed(Exception? fault) => server.OnTransportClosed();
}

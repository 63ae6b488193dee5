namespace Parley;

/// <summary>Drives a transport that nobody has taken yet: drops what comes.</summary>
internal sealed class IdleHandler : TransportHandler
{
    public static IdleHandler Instance { get; } = new();

    public override void OnReceived(Span<byte> data)
    {
    }
}

using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>How a connection comes to its end, and what is awaited until then.</summary>
internal sealed class CaseClosing
{
    /// <summary>A message that must come back, if one is on its way.</summary>
    public (MessageType Type, byte[] Payload)? Awaited { get; set; }

    /// <summary>How what came back differs from what was sent, if it does.</summary>
    public string? Wrong { get; private set; }

    /// <summary>What the peer itself did against the RFCs, if anything.</summary>
    public string? Breach { get; private set; }

    public bool IsSent { get; private set; }

    public bool IsReceived { get; private set; }

    /// <summary>Whether the peer's Close frame, or the end of TCP, came before a Close frame of ours.</summary>
    public bool IsByPeer { get; private set; }

    /// <summary>The peer's close code; null if it sent none.</summary>
    public CloseCode? Code { get; private set; }

    public bool IsTcpEnded { get; private set; }

    public bool HasPeerEnded => IsReceived || IsTcpEnded;

    public void OnSent() => IsSent = true;

    public void OnReceived(CloseCode code)
    {
        IsByPeer = !IsSent;
        IsReceived = true;
        Code = code == CloseCode.NoStatusReceived ? null : code;
    }

    public void OnBreach(string reason) => Breach ??= reason;

    public void OnEnded()
    {
        IsByPeer |= !IsSent && !IsReceived;
        IsTcpEnded = true;
    }

    /// <summary>Compares what came with the message that is awaited.</summary>
    /// <returns>Whether one is awaited.</returns>
    public bool TakeAwaited(in ReceivedEvent received)
    {
        if (Awaited is not { } awaited)
        {
            return false;
        }

        Awaited = null;
        if (received.MessageType != awaited.Type)
        {
            Wrong = $"a {awaited.Type} message came back as {received.MessageType}";
        }
        else if (!received.Payload.SequenceEqual(awaited.Payload))
        {
            Wrong = $"{awaited.Payload.Length} bytes came back changed, as {received.Payload.Length}";
        }

        return true;
    }
}

namespace Parley;

/// <summary>What most connections never have, or only once they end.</summary>
internal sealed class ConnectionDetails
{
    /// <summary>The subprotocol agreed on, or null.</summary>
    public string? Subprotocol { get; set; }

    /// <summary>The reason the connection closed with.</summary>
    public string CloseReason { get; set; } = "";

    /// <summary>What a group sent before the connection was opened.</summary>
    public HeldMessages? Held { get; set; }

    /// <summary>Completes when the transport has closed; made when somebody asks.</summary>
    public TaskCompletionSource? Completion { get; set; }
}

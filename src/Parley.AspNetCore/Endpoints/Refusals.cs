using Parley.Protocol;

namespace Parley.AspNetCore;

/// <summary>Why a good handshake is refused for now, and when to come again.</summary>
internal static class Refusals
{
    /// <summary>Another server may be there already.</summary>
    public static HandshakeError Stopping { get; } = new(503, "The server is stopping.")
    {
        Fields = [KeyValuePair.Create("Retry-After", "1")],
    };

    /// <summary>There are as many connections as there may be.</summary>
    public static HandshakeError Full { get; } = new(503, "The server has as many connections as it takes.")
    {
        Fields = [KeyValuePair.Create("Retry-After", "10")],
    };
}

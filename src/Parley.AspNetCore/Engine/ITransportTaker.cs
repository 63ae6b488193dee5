namespace Parley.AspNetCore;

/// <summary>What takes a transport over from Kestrel. Called on its loop.</summary>
internal interface ITransportTaker
{
    /// <summary>The transport is the taker's: it assigns its own handler.</summary>
    /// <param name="transport">The transport.</param>
    /// <param name="waiting">
    /// What has been received and nobody has read: all of it, or its beginning, which the handler is given the rest of.
    /// Valid during this call, and free to be changed in place.
    /// </param>
    void OnTaken(Transport transport, Span<byte> waiting);

    /// <summary>The peer has gone before the transport could be taken.</summary>
    void OnGone();
}

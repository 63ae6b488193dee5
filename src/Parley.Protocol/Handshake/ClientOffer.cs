namespace Parley.Protocol;

/// <summary>What a client's valid opening handshake asks for.</summary>
/// <param name="Key">Its <c>Sec-WebSocket-Key</c>; null over HTTP/2, which needs none (RFC 8441 section 5).</param>
/// <param name="Host">Its <c>Host</c>, over HTTP/2 its <c>:authority</c>, with the port if one was given.</param>
/// <param name="Origin">Its <c>Origin</c>, which browsers send and may be <c>null</c> as text; null without one.</param>
/// <param name="Subprotocols">The subprotocols it offers, in its order of preference.</param>
/// <param name="Extensions">The extensions it offers, in its order of preference.</param>
public sealed record ClientOffer(
    string? Key,
    string Host,
    string? Origin,
    IReadOnlyList<string> Subprotocols,
    IReadOnlyList<ExtensionOffer> Extensions);

namespace Parley.Protocol;

/// <summary>What a WebSocket's request over HTTP/2 has in place of an upgrade (RFC 8441 sections 4 and 5).</summary>
internal static class ExtendedConnect
{
    /// <summary>Checks what only HTTP/2 has. <c>Sec-WebSocket-Key</c> means nothing there, and is not looked at.</summary>
    public static HandshakeError? Check(RequestHead request)
    {
        if (request.Method != "CONNECT")
        {
            return new HandshakeError(
                405, "This address speaks WebSocket. Over HTTP/2 it is opened with an extended CONNECT (RFC 8441).")
            {
                Fields = [new("Allow", "CONNECT")],
            };
        }

        // RFC 8441 section 4: without :protocol a CONNECT asks for a tunnel to another host, which this is no proxy for.
        if (request.Protocol is not { } protocol)
        {
            return new HandshakeError(400, "A WebSocket is opened with a CONNECT whose :protocol is websocket.");
        }

        // RFC 8441 leaves the status open; RFC 9220 section 3, which has the same for HTTP/3, says 501.
        if (!protocol.Equals("websocket", StringComparison.OrdinalIgnoreCase))
        {
            return new HandshakeError(501, "The only :protocol spoken here is websocket.");
        }

        // RFC 9113 section 8.2.2: fields that speak of a connection make a request malformed.
        if (request.Fields.CountOf("Connection") > 0 || request.Fields.CountOf("Upgrade") > 0)
        {
            return new HandshakeError(400, "Over HTTP/2 a handshake has no Connection and no Upgrade (RFC 8441 section 5).");
        }

        // RFC 8441 section 5: as before. There is no 426, which would have to name an upgrade (RFC 9110 section 15.5.22).
        return request.Fields["Sec-WebSocket-Version"] == ServerHandshake.Version
            ? null
            : new HandshakeError(400, $"Sec-WebSocket-Version must be {ServerHandshake.Version}.")
            {
                Fields = [new("Sec-WebSocket-Version", ServerHandshake.Version)],
            };
    }
}

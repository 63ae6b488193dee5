using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Parley.Protocol;

/// <summary>
/// The server's side of the opening handshake, without I/O: RFC 6455 section 4.2, and RFC 8441 section 5 over HTTP/2.
/// </summary>
public static class ServerHandshake
{
    /// <summary>The only version of the protocol there is (RFC 6455 section 4.1, item 9).</summary>
    public const string Version = "13";

    /// <summary>Checks a request and reads what it asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="offer">What the client asks for.</param>
    /// <param name="error">
    /// Why the request opens no WebSocket: 400, 405, or 426 with the version that is spoken; over HTTP/2 also 501.
    /// </param>
    public static bool TryRead(
        RequestHead request,
        [NotNullWhen(true)] out ClientOffer? offer,
        [NotNullWhen(false)] out HandshakeError? error)
    {
        offer = null;
        error = request.HttpVersion >= System.Net.HttpVersion.Version20
            ? ExtendedConnect.Check(request)
            : CheckMessage(request) ?? CheckUpgrade(request) ?? CheckKey(request);
        error ??= CheckFields(request) ?? ReadOffer(request, out offer);
        return offer is not null;
    }

    /// <summary>Whether a request asks for a WebSocket at all, rightly or not: it has <c>Upgrade: websocket</c>.</summary>
    /// <param name="request">The request.</param>
    public static bool IsUpgrade(RequestHead request) => request.Fields.HasToken("Upgrade", "websocket");

    /// <summary>Writes the response that opens the WebSocket: a 101 (RFC 6455 section 4.2.2).</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="offer">What the client asked for, with a key: over HTTP/2 the host answers with its 200.</param>
    /// <param name="subprotocol">One of the subprotocols it offered, or null for none.</param>
    /// <param name="deflate">What <see cref="DeflateNegotiation.Accept"/> made of its offers, or null for no compression.</param>
    public static void WriteAccept(
        IBufferWriter<byte> output, ClientOffer offer, string? subprotocol, DeflateParameters? deflate = null)
    {
        if (subprotocol is not null && !offer.Subprotocols.Contains(subprotocol))
        {
            // RFC 6455 section 4.2.2: the client would fail the connection.
            throw new ArgumentException("The client did not offer this subprotocol.", nameof(subprotocol));
        }

        string key = offer.Key ?? throw new ArgumentException("Only HTTP/1.1 is answered with a 101.", nameof(offer));
        HeadWriter.WriteStatusLine(output, 101);
        HeadWriter.WriteField(output, "Upgrade", "websocket");
        HeadWriter.WriteField(output, "Connection", "Upgrade");
        HeadWriter.WriteField(output, "Sec-WebSocket-Accept", AcceptKey.Compute(key));
        if (subprotocol is not null)
        {
            HeadWriter.WriteField(output, "Sec-WebSocket-Protocol", subprotocol);
        }

        if (deflate is not null)
        {
            HeadWriter.WriteField(output, "Sec-WebSocket-Extensions", DeflateNegotiation.FormatAnswer(deflate));
        }

        HeadWriter.WriteEnd(output);
    }

    // A handshake has no body, and one that is announced is how a second request is smuggled in.
    private static HandshakeError? CheckMessage(RequestHead request)
    {
        if (request.Fields.CountOf("Transfer-Encoding") > 0 || request.Fields["Content-Length"] is not (null or "0"))
        {
            return new HandshakeError(400, "A WebSocket handshake must not have a body.");
        }

        // RFC 6455 section 4.2.1, item 1: an HTTP/1.1 or higher GET request.
        if (request.Method != "GET")
        {
            return new HandshakeError(405, "A WebSocket is opened with GET.") { Fields = [new("Allow", "GET")] };
        }

        return request.HttpVersion < System.Net.HttpVersion.Version11
            ? new HandshakeError(400, "A WebSocket is opened with HTTP/1.1; the request came with HTTP/1.0.")
            : null;
    }

    private static HandshakeError? CheckUpgrade(RequestHead request)
    {
        // RFC 6455 section 4.2.1, items 3 and 4.
        if (!IsUpgrade(request))
        {
            return UpgradeRequired("This address speaks WebSocket. Connect with a WebSocket client.");
        }

        return request.Fields.HasToken("Connection", "Upgrade")
            ? null
            : new HandshakeError(400, "A WebSocket handshake needs the header field Connection: Upgrade.");
    }

    private static HandshakeError? CheckKey(RequestHead request)
    {
        // RFC 6455 section 4.2.1, item 6, and section 4.4.
        if (request.Fields["Sec-WebSocket-Version"] != Version)
        {
            return UpgradeRequired($"Sec-WebSocket-Version must be {Version}.");
        }

        // RFC 6455 section 4.2.1, item 5.
        return request.Fields["Sec-WebSocket-Key"] is { } key && AcceptKey.IsValidKey(key)
            ? null
            : new HandshakeError(400, "Sec-WebSocket-Key must be there once, with 16 bytes in base64.");
    }

    private static HandshakeError? CheckFields(RequestHead request)
    {
        HeaderFields fields = request.Fields;

        // A host that has read the request itself may let control characters pass; Kestrel does.
        if (!fields.AreValuesGood)
        {
            return HeadParser.BadValue;
        }

        // RFC 9112 section 3.2: exactly one Host.
        if (fields.CountOf("Host") != 1 || !HttpSyntax.IsHost(fields["Host"]))
        {
            return new HandshakeError(400, "The request must have one Host header field.");
        }

        return fields.CountOf("Origin") > 1
            ? new HandshakeError(400, "The request must have no more than one Origin header field.")
            : null;
    }

    private static HandshakeError? ReadOffer(RequestHead request, out ClientOffer? offer)
    {
        HeaderFields fields = request.Fields;
        offer = null;
        IReadOnlyList<string>? subprotocols = [];
        if (fields["Sec-WebSocket-Protocol"] is { } list && !SubprotocolList.TryParse(list, out subprotocols))
        {
            return new HandshakeError(400, "Sec-WebSocket-Protocol must be a list of distinct names.");
        }

        IReadOnlyList<ExtensionOffer>? extensions = [];
        if (fields["Sec-WebSocket-Extensions"] is { } offers && !ExtensionList.TryParse(offers, out extensions))
        {
            return new HandshakeError(400, "Sec-WebSocket-Extensions must be a list as RFC 6455 section 9.1 has it.");
        }

        string? key = request.Protocol is null ? fields["Sec-WebSocket-Key"] : null;
        offer = new ClientOffer(key, fields["Host"]!, fields["Origin"], subprotocols, extensions);
        return null;
    }

    private static HandshakeError UpgradeRequired(string reason) => new(426, reason)
    {
        // RFC 9110 section 15.5.22: Upgrade is also named in Connection.
        Fields = [new("Upgrade", "websocket"), new("Connection", "Upgrade"), new("Sec-WebSocket-Version", Version)],
    };
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Parley.Protocol;

/// <summary>The client's side of the opening handshake, without I/O (RFC 6455 section 4.1).</summary>
public static class ClientHandshake
{
    /// <summary>Writes the request that asks for a WebSocket.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="uri">The server's address; its path and query become the request's target.</param>
    /// <param name="key">A key from <see cref="AcceptKey.NewKey"/>.</param>
    /// <param name="subprotocols">The subprotocols to offer, in order of preference.</param>
    /// <param name="fields">Further header fields, such as <c>Origin</c> or <c>Authorization</c>.</param>
    public static void WriteRequest(
        IBufferWriter<byte> output,
        Uri uri,
        string key,
        IReadOnlyCollection<string> subprotocols,
        IEnumerable<KeyValuePair<string, string>> fields)
    {
        HeadWriter.WriteRequestLine(output, uri.PathAndQuery);
        HeadWriter.WriteField(output, "Host", Authority(uri));
        HeadWriter.WriteField(output, "Upgrade", "websocket");
        HeadWriter.WriteField(output, "Connection", "Upgrade");
        HeadWriter.WriteField(output, "Sec-WebSocket-Key", key);
        HeadWriter.WriteField(output, "Sec-WebSocket-Version", ServerHandshake.Version);
        if (subprotocols.Count > 0)
        {
            HeadWriter.WriteField(output, "Sec-WebSocket-Protocol", string.Join(", ", subprotocols));
        }

        foreach ((string name, string value) in fields)
        {
            HeadWriter.WriteField(output, name, value);
        }

        HeadWriter.WriteEnd(output);
    }

    /// <summary>Checks the server's response (RFC 6455 section 4.1, the second list).</summary>
    /// <param name="response">The response.</param>
    /// <param name="key">The key that was sent.</param>
    /// <param name="offered">The subprotocols that were offered.</param>
    /// <param name="subprotocol">The subprotocol the server chose, or null.</param>
    /// <param name="error">Why this is no open WebSocket.</param>
    public static bool TryAccept(
        ResponseHead response,
        string key,
        IReadOnlyCollection<string> offered,
        out string? subprotocol,
        [NotNullWhen(false)] out HandshakeError? error)
    {
        subprotocol = null;
        error = CheckUpgrade(response, key) ?? CheckExtensions(response) ?? ReadSubprotocol(response, offered, out subprotocol);
        return error is null;
    }

    private static string Authority(Uri uri)
    {
        string host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;
        return uri.IsDefaultPort ? host : $"{host}:{uri.Port}";
    }

    private static HandshakeError? CheckUpgrade(ResponseHead response, string key)
    {
        HeaderFields fields = response.Fields;
        if (response.StatusCode != 101)
        {
            return Error(response, $"The server answered {response.StatusCode} {response.Phrase}".TrimEnd() + ", not 101.");
        }

        if (!fields.HasToken("Upgrade", "websocket"))
        {
            return Error(response, "The server's 101 has no header field Upgrade: websocket.");
        }

        if (!fields.HasToken("Connection", "Upgrade"))
        {
            return Error(response, "The server's 101 has no header field Connection: Upgrade.");
        }

        return fields["Sec-WebSocket-Accept"] == AcceptKey.Compute(key)
            ? null
            : Error(response, "The server's Sec-WebSocket-Accept does not answer the key that was sent.");
    }

    // An extension that was not offered fails the connection, and none is offered yet.
    private static HandshakeError? CheckExtensions(ResponseHead response) =>
        response.Fields["Sec-WebSocket-Extensions"] is { Length: > 0 } extensions
            ? Error(response, $"The server uses an extension that was not offered: {extensions}.")
            : null;

    private static HandshakeError? ReadSubprotocol(
        ResponseHead response, IReadOnlyCollection<string> offered, out string? subprotocol)
    {
        subprotocol = response.Fields["Sec-WebSocket-Protocol"];
        return subprotocol is null || offered.Contains(subprotocol)
            ? null
            : Error(response, $"The server chose the subprotocol {subprotocol}, which was not offered.");
    }

    private static HandshakeError Error(ResponseHead response, string reason) => new(response.StatusCode, reason);
}

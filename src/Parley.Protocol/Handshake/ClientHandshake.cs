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
    /// <param name="deflate">The compression to offer, or null for none.</param>
    public static void WriteRequest(
        IBufferWriter<byte> output,
        Uri uri,
        string key,
        IReadOnlyCollection<string> subprotocols,
        IEnumerable<KeyValuePair<string, string>> fields,
        DeflateOptions? deflate = null)
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

        if (deflate is not null)
        {
            HeadWriter.WriteField(output, "Sec-WebSocket-Extensions", DeflateNegotiation.FormatOffer(deflate));
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
    /// <param name="deflate">The compression that was offered, or null for none.</param>
    /// <param name="agreement">What the server agreed to.</param>
    /// <param name="error">Why this is no open WebSocket.</param>
    public static bool TryAccept(
        ResponseHead response,
        string key,
        IReadOnlyCollection<string> offered,
        DeflateOptions? deflate,
        [NotNullWhen(true)] out ClientAgreement? agreement,
        [NotNullWhen(false)] out HandshakeError? error)
    {
        agreement = null;
        error = CheckUpgrade(response, key) ?? CheckSubprotocol(response, offered);
        if (error is not null)
        {
            return false;
        }

        bool isAgreed = DeflateNegotiation.TryConfirm(
            response.Fields["Sec-WebSocket-Extensions"], deflate, out DeflateParameters? agreed, out string? reason);
        agreement = isAgreed ? new ClientAgreement(response.Fields["Sec-WebSocket-Protocol"], agreed) : null;
        error = isAgreed ? null : Error(response, reason!);
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

    private static HandshakeError? CheckSubprotocol(ResponseHead response, IReadOnlyCollection<string> offered)
    {
        string? subprotocol = response.Fields["Sec-WebSocket-Protocol"];
        return subprotocol is null || offered.Contains(subprotocol)
            ? null
            : Error(response, $"The server chose the subprotocol {subprotocol}, which was not offered.");
    }

    private static HandshakeError Error(ResponseHead response, string reason) => new(response.StatusCode, reason);
}

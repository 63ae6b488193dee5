using System.Buffers;
using System.Net.Sockets;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>A server that is driven through cases: one connection for each.</summary>
internal sealed class ServerUnderTest(Uri uri, ClientTlsOptions tls, CaseRunner runner)
{
    /// <summary>Plays a case.</summary>
    /// <exception cref="IOException">The server can't be reached, or opens no WebSocket.</exception>
    public async Task<CaseResult> RunAsync(ConformanceCase tried, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(uri.IdnHost, uri.Port, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new IOException($"Can't connect to {uri.IdnHost}:{uri.Port}: {exception.Message}.", exception);
        }

        await using var plain = new NetworkStream(socket, ownsSocket: false);
        await using Stream stream = uri.Scheme == "wss" ? await RawTls.SecureAsync(plain, uri, tls, cancellationToken) : plain;
        (DeflateParameters? deflate, byte[] rest) = await OpenAsync(stream, tried, cancellationToken);
        if (tried.Offers.Count > 0 && deflate is null)
        {
            return new CaseResult(
                tried.Id, tried.Title, tried.Expectation, CaseOutcome.Unimplemented, "The server accepts no compression.", 0, []);
        }

        await using var connection = new CaseConnection(stream, Role.Client, deflate);
        connection.Start(rest);
        return await runner.RunAsync(tried, connection, cancellationToken);
    }

    private async Task<(DeflateParameters? Deflate, byte[] Behind)> OpenAsync(
        Stream stream, ConformanceCase tried, CancellationToken cancellationToken)
    {
        string key = AcceptKey.NewKey();
        var request = new ArrayBufferWriter<byte>();
        KeyValuePair<string, string>[] fields =
            tried.Offers.Count == 0 ? [] : [new("Sec-WebSocket-Extensions", string.Join(", ", tried.Offers))];
        ClientHandshake.WriteRequest(request, uri, key, [], fields);
        await stream.WriteAsync(request.WrittenMemory, cancellationToken);

        (byte[] head, byte[] rest) = await HeadStream.ReadAsync(stream, cancellationToken);
        var offered = new DeflateOptions { ServerNoContextTakeover = false, ClientNoContextTakeover = false };
        if (ResponseHead.TryParse(head, out ResponseHead? response, out HandshakeError? error)
            && ClientHandshake.TryAccept(
                response, key, [], tried.Offers.Count > 0 ? offered : null, out ClientAgreement? agreement, out error))
        {
            return (agreement.Deflate, rest);
        }

        throw new IOException($"{uri} did not open a WebSocket. {error.Reason}");
    }
}

namespace Parley;

/// <summary>Has a proxy connect to the server.</summary>
internal static class ProxyTunnel
{
    // A proxy is not the server: it is shown no certificate of the client's, and has no pinned key.
    private static ClientTlsOptions TlsFor(ClientTlsOptions server) =>
        new() { TrustedRoots = server.TrustedRoots, Revocation = server.Revocation };

    /// <summary>Opens the tunnel. The stream is disposed if it comes to nothing.</summary>
    /// <param name="stream">The connection to the proxy.</param>
    /// <param name="proxy">The proxy's address.</param>
    /// <param name="request">Where to, and with what.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The stream to the server.</returns>
    /// <exception cref="WebSocketHandshakeException">The proxy refused; the message says why.</exception>
    public static async Task<Stream> OpenAsync(
        Stream stream, Uri proxy, ClientRequest request, CancellationToken cancellationToken)
    {
        if (proxy.Scheme == "https")
        {
            stream = await ClientTls.SecureAsync(stream, proxy, TlsFor(request.Tls), cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await (proxy.Scheme is "http" or "https"
                ? HttpConnect.OpenAsync(stream, proxy, request, cancellationToken)
                : Socks5.OpenAsync(stream, proxy, request, cancellationToken)).ConfigureAwait(false);
            return stream;
        }
        catch (Exception exception)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (exception is IOException and not WebSocketHandshakeException)
            {
                throw Refused(proxy, "ended the connection before it had answered. Is it such a proxy?", exception: exception, failure: HandshakeFailure.ConnectionLost);
            }

            throw;
        }
    }

    /// <summary>What is thrown when a proxy does not do it.</summary>
    public static WebSocketHandshakeException Refused(
        Uri proxy,
        string what,
        int? statusCode = null,
        Exception? exception = null,
        HandshakeFailure failure = HandshakeFailure.Proxy) =>
        new($"The proxy {proxy.Scheme}://{proxy.IdnHost}:{proxy.Port} {what}", statusCode, exception)
        {
            Failure = failure,
        };
}

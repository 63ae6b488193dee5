using System.Net;
using System.Text;
using Parley.Protocol;

namespace Parley;

/// <summary>The tunnel of an HTTP proxy (RFC 9110 section 9.3.6).</summary>
internal static class HttpConnect
{
    private const int BufferSize = 4096;

    public static async Task OpenAsync(Stream stream, Uri proxy, ClientRequest request, CancellationToken cancellationToken)
    {
        NetworkCredential? credentials = ProxyFinder.CredentialsOf(proxy, request);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Head(request.Authority, credentials)), cancellationToken)
            .ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        ResponseHead response = await ReadAsync(stream, proxy, cancellationToken).ConfigureAwait(false);

        // RFC 9110 section 9.3.6: any 2xx switches to the tunnel.
        if (response.StatusCode is < 200 or > 299)
        {
            throw ProxyTunnel.Refused(
                proxy,
                $"answered {response.StatusCode} {response.Phrase}".TrimEnd() + $" for {request.Authority}. "
                    + Advice(response.StatusCode, credentials is not null),
                response.StatusCode);
        }
    }

    private static string Head(string authority, NetworkCredential? credentials)
    {
        string authorization = credentials is null ? "" : $"Proxy-Authorization: {BasicCredentials.Format(credentials)}\r\n";
        return $"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{authorization}\r\n";
    }

    private static async Task<ResponseHead> ReadAsync(Stream stream, Uri proxy, CancellationToken cancellationToken)
    {
        using var reader = new HeadReader(new HandshakeLimits());
        byte[] buffer = new byte[BufferSize];
        while (true)
        {
            int count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            if (TryRead(reader, buffer.AsSpan(0, count), proxy, out ResponseHead? response))
            {
                return response!;
            }
        }
    }

    private static bool TryRead(HeadReader reader, ReadOnlySpan<byte> input, Uri proxy, out ResponseHead? response)
    {
        response = null;
        if (!reader.TryRead(ref input, out ReadOnlySpan<byte> head, out HandshakeError? error))
        {
            return error is null ? false : throw ProxyTunnel.Refused(proxy, "did not answer with HTTP/1.1. Is it an HTTP proxy?");
        }

        if (!ResponseHead.TryParse(head, out response, out _))
        {
            throw ProxyTunnel.Refused(proxy, "did not answer with HTTP/1.1. Is it an HTTP proxy?");
        }

        // In the tunnel the client speaks first: what comes before is not the server's.
        return input.IsEmpty || response.StatusCode is < 200 or > 299
            ? true
            : throw ProxyTunnel.Refused(proxy, "sent more than its answer before the tunnel was used.", response.StatusCode);
    }

    private static string Advice(int statusCode, bool hasCredentials) => statusCode switch
    {
        407 when hasCredentials => "It does not take this name and password.",
        407 => "It wants a name and a password: write it as http://NAME:PASSWORD@HOST:PORT, or set Credentials.",
        403 => "It does not let this client reach that server.",
        502 or 503 or 504 => "It can't reach that server.",
        _ => "It has to allow CONNECT to that port.",
    };
}

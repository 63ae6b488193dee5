using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Parley;

/// <summary>The tunnel of a SOCKS proxy, version 5 (RFC 1928), which looks up the server's name itself.</summary>
internal static class Socks5
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte UserAndPassword = 2;
    private const byte PasswordVersion = 1;
    private const byte Connect = 1;
    private const byte IPv4 = 1;
    private const byte Name = 3;
    private const byte IPv6 = 4;
    private const int MaxText = 255;

    public static async Task OpenAsync(Stream stream, Uri proxy, ClientRequest request, CancellationToken cancellationToken)
    {
        NetworkCredential? credentials = ProxyFinder.CredentialsOf(proxy, request);
        byte[] methods = credentials is null ? [NoAuthentication] : [NoAuthentication, UserAndPassword];
        await stream.WriteAsync((byte[])[Version, (byte)methods.Length, .. methods], cancellationToken).ConfigureAwait(false);
        byte[] choice = await ReadAsync(stream, 2, cancellationToken).ConfigureAwait(false);
        switch (choice)
        {
            case [Version, NoAuthentication]:
                break;
            case [Version, UserAndPassword] when credentials is not null:
                await LogInAsync(stream, proxy, credentials, cancellationToken).ConfigureAwait(false);
                break;
            case [Version, ..]:
                throw ProxyTunnel.Refused(
                    proxy, "wants a name and a password: write it as socks5://NAME:PASSWORD@HOST:PORT, or set Credentials.");
            default:
                throw ProxyTunnel.Refused(proxy, "does not speak SOCKS 5. If it is an HTTP proxy, write it as http://HOST:PORT.");
        }

        await ConnectAsync(stream, proxy, request, cancellationToken).ConfigureAwait(false);
    }

    // RFC 1929.
    private static async Task LogInAsync(
        Stream stream, Uri proxy, NetworkCredential credentials, CancellationToken cancellationToken)
    {
        byte[] name = Text(proxy, credentials.UserName);
        byte[] password = Text(proxy, credentials.Password);
        await stream.WriteAsync(
            (byte[])[PasswordVersion, (byte)name.Length, .. name, (byte)password.Length, .. password], cancellationToken)
            .ConfigureAwait(false);
        byte[] answer = await ReadAsync(stream, 2, cancellationToken).ConfigureAwait(false);
        if (answer[1] != 0)
        {
            throw ProxyTunnel.Refused(proxy, "does not take this name and password.");
        }
    }

    private static async Task ConnectAsync(
        Stream stream, Uri proxy, ClientRequest request, CancellationToken cancellationToken)
    {
        byte[] port = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(port, (ushort)request.Uri.Port);
        await stream.WriteAsync((byte[])[Version, Connect, 0, .. Address(proxy, request.Uri), .. port], cancellationToken)
            .ConfigureAwait(false);
        byte[] answer = await ReadAsync(stream, 4, cancellationToken).ConfigureAwait(false);
        if (answer[1] != 0)
        {
            // Its rules, and what it does not know, are refusals; the rest is the network behind it.
            throw ProxyTunnel.Refused(
                proxy,
                $"did not connect to {request.Authority}: {Reason(answer[1])}.",
                failure: answer[1] is 1 or 3 or 4 or 5 or 6 ? HandshakeFailure.Unreachable : HandshakeFailure.Proxy);
        }

        // The address it connected from, which nobody needs.
        int length = answer[3] switch
        {
            IPv4 => 4,
            IPv6 => 16,
            _ => (await ReadAsync(stream, 1, cancellationToken).ConfigureAwait(false))[0],
        };
        await ReadAsync(stream, length + 2, cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Address(Uri proxy, Uri server)
    {
        if (IPAddress.TryParse(server.IdnHost, out IPAddress? address))
        {
            byte[] bytes = address.GetAddressBytes();
            return [bytes.Length == 4 ? IPv4 : IPv6, .. bytes];
        }

        byte[] name = Text(proxy, server.IdnHost);
        return [Name, (byte)name.Length, .. name];
    }

    private static byte[] Text(Uri proxy, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= MaxText
            ? bytes
            : throw ProxyTunnel.Refused(proxy, $"takes names and passwords of {MaxText} bytes at most.");
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    // RFC 1928 section 6.
    private static string Reason(byte code) => code switch
    {
        1 => "something failed there",
        2 => "its rules do not allow it",
        3 => "that network can't be reached",
        4 => "that host can't be reached or found",
        5 => "nobody takes connections there",
        6 => "nobody answered in time",
        7 => "it knows no CONNECT",
        8 => "it does not know that kind of address",
        _ => $"code {code}",
    };
}

using System.Net;
using System.Net.Sockets;

namespace Parley.Cli;

/// <summary>The server under attack.</summary>
/// <param name="Address">Its address, as it was given.</param>
/// <param name="EndPoint">Where every connection goes to. The name is looked up once, so that it can't move meanwhile.</param>
internal sealed record AttackTarget(Uri Address, IPEndPoint EndPoint)
{
    /// <summary>How TLS is spoken, for wss.</summary>
    public ClientTlsOptions Tls { get; init; } = ClientTlsOptions.Default;

    /// <summary>What stands in <c>Host</c>.</summary>
    public string Host => Address.Authority;

    /// <summary>The path and the query.</summary>
    public string Path => Address.PathAndQuery;

    /// <summary>Looks an address up.</summary>
    /// <param name="address">The address, with the scheme <c>ws</c> or <c>wss</c>.</param>
    /// <param name="mayBeRemote">Whether it may lie outside of this machine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AttackException">It may not be attacked, or not be found.</exception>
    public static async Task<AttackTarget> FindAsync(Uri address, bool mayBeRemote, CancellationToken cancellationToken)
    {
        IPAddress[] found = await LookUpAsync(address.DnsSafeHost, cancellationToken);
        IPAddress[] allowed = mayBeRemote ? found : [.. found.Where(IPAddress.IsLoopback)];
        return allowed.Length > 0
            ? new AttackTarget(address, await ChooseAsync(allowed, address.Port, cancellationToken))
            : throw new AttackException(
                $"{address.Host} is not this machine. Attack only servers that are yours, and say so with --allow-remote.");
    }

    // A name can stand for an IPv6 and an IPv4 address of which the server listens on one.
    private static async Task<IPEndPoint> ChooseAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        foreach (IPAddress address in addresses.SkipLast(1))
        {
            try
            {
                (await RawSocket.ConnectAsync(new IPEndPoint(address, port), 0, cancellationToken)).Dispose();
                return new IPEndPoint(address, port);
            }
            catch (IOException)
            {
                // The next one may do.
            }
        }

        return new IPEndPoint(addresses[^1], port);
    }

    private static async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancellationToken);
        }
        catch (SocketException exception)
        {
            throw new AttackException($"{host} was not found: {exception.Message}.", exception);
        }
    }
}

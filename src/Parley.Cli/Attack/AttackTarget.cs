using System.Net;
using System.Net.Sockets;

namespace Parley.Cli;

/// <summary>The server under attack.</summary>
/// <param name="Address">Its address, as it was given.</param>
/// <param name="EndPoint">Where every connection goes to. The name is looked up once, so that it can't move meanwhile.</param>
internal sealed record AttackTarget(Uri Address, IPEndPoint EndPoint)
{
    /// <summary>What stands in <c>Host</c>.</summary>
    public string Host => Address.Authority;

    /// <summary>The path and the query.</summary>
    public string Path => Address.PathAndQuery;

    /// <summary>Looks an address up.</summary>
    /// <param name="address">The address, with the scheme <c>ws</c>.</param>
    /// <param name="mayBeRemote">Whether it may lie outside of this machine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AttackException">It may not be attacked, or not be found.</exception>
    public static async Task<AttackTarget> FindAsync(Uri address, bool mayBeRemote, CancellationToken cancellationToken)
    {
        IPAddress[] found = await LookUpAsync(address.DnsSafeHost, cancellationToken);
        IPAddress? chosen = found.FirstOrDefault(IPAddress.IsLoopback) ?? (mayBeRemote ? found.FirstOrDefault() : null);
        return chosen is not null
            ? new AttackTarget(address, new IPEndPoint(chosen, address.Port))
            : throw new AttackException(
                $"{address.Host} is not this machine. Attack only servers that are yours, and say so with --allow-remote.");
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

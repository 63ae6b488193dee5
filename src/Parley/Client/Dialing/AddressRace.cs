using System.Net;

namespace Parley;

/// <summary>
/// Connects to whichever of a server's addresses answers first, IPv6 and IPv4 in turn, one more every 250 ms (RFC 8305
/// sections 4 and 5): a network that is broken for one family costs a quarter of a second, not a timeout.
/// </summary>
internal static class AddressRace
{
    /// <summary>How long an address is tried alone: RFC 8305 section 8, Connection Attempt Delay.</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects.</summary>
    /// <param name="addresses">The addresses, in the system's order of preference (RFC 6724).</param>
    /// <param name="connect">Tries one.</param>
    /// <param name="discard">Closes a connection that came too late.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">None answered; it is what the first of them said.</exception>
    public static async Task<T> RunAsync<T>(
        IReadOnlyCollection<IPAddress> addresses,
        Func<IPAddress, CancellationToken, Task<T>> connect,
        Action<T> discard,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var waiting = new Queue<IPAddress>(Interleave(addresses));
        List<Task<T>> running = [];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Exception? fault = waiting.Count == 0 ? new IOException("the name has no address") : null;
            while (waiting.TryDequeue(out IPAddress? address))
            {
                running.Add(connect(address, end.Token));
                fault = await NextAsync(running, waiting.Count == 0, fault, time, end.Token).ConfigureAwait(false);
                if (running.Find(static attempt => attempt.IsCompletedSuccessfully) is { } winner)
                {
                    running.Remove(winner);
                    return await winner.ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
            }

            throw fault!;
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            running.ForEach(attempt => _ = DiscardAsync(attempt, discard));
        }
    }

    /// <summary>The families in turn, beginning with that of the first address (RFC 8305 section 4).</summary>
    public static IEnumerable<IPAddress> Interleave(IReadOnlyCollection<IPAddress> addresses)
    {
        IPAddress[][] families = [.. addresses.GroupBy(static address => address.AddressFamily).Select(static group => group.ToArray())];
        int longest = families.Length == 0 ? 0 : families.Max(static family => family.Length);
        return Enumerable.Range(0, longest).SelectMany(
            turn => families.Where(family => turn < family.Length).Select(family => family[turn]));
    }

    // Until one has connected, or another one's turn has come: after the head start, or when one has failed.
    private static async Task<Exception?> NextAsync<T>(
        List<Task<T>> running, bool isLast, Exception? fault, TimeProvider time, CancellationToken cancellationToken)
    {
        Task headStart = Task.Delay(isLast ? Timeout.InfiniteTimeSpan : HeadStart, time, cancellationToken);
        while (running.Count > 0)
        {
            Task first = await Task.WhenAny([.. running, headStart]).ConfigureAwait(false);
            if (first == headStart || first.IsCompletedSuccessfully)
            {
                break;
            }

            running.Remove((Task<T>)first);
            fault ??= first.Exception?.InnerException;
            if (!isLast)
            {
                break;
            }
        }

        return fault;
    }

    private static async Task DiscardAsync<T>(Task<T> attempt, Action<T> discard)
    {
        try
        {
            discard(await attempt.ConfigureAwait(false));
        }
        catch (Exception)
        {
            // It lost the race, and nobody wants to know why.
        }
    }
}

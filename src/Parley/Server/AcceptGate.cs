using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// Counts a server's connections from their accepting to their end, all of them and each address's, and says whether
/// another one may come in. Any thread may call it.
/// </summary>
internal sealed class AcceptGate(int? maxConnections, int? maxPerAddress, ILogger logger)
{
    // How many refused clients are answered at a time. Past it they are dropped without a word.
    private const int MaxAnswering = 256;

    private static readonly KeyValuePair<string, string> _retryAfter = new("Retry-After", "10");

    private static readonly HttpReply _full =
        new(503, "The server has as many connections as it may. Try again later.\n") { Fields = [_retryAfter] };

    private static readonly HttpReply _tooMany =
        new(429, "Too many connections are open from this address. Close some first.\n") { Fields = [_retryAfter] };

    private readonly Dictionary<AddressKey, int> _addresses = [];
    private readonly RefusalCount _refused = new();
    private readonly RefusalCount _refusedForAddress = new();
    private int _count;
    private int _answering;

    /// <summary>Counts a connection that has been accepted.</summary>
    /// <param name="transport">The connection.</param>
    /// <returns>
    /// Null if it may come in: then <see cref="Leave"/> is called once it has ended. Otherwise the answer; it is not
    /// counted.
    /// </returns>
    public HttpReply? TryEnter(Transport transport)
    {
        if (Interlocked.Increment(ref _count) > (maxConnections ?? int.MaxValue))
        {
            Interlocked.Decrement(ref _count);
            LogRefused(transport);
            return _full;
        }

        if (!TryCountAddress(transport))
        {
            Interlocked.Decrement(ref _count);
            _refusedForAddress.Add(transport.Loop.Now);
            LogRefused(transport);
            return _tooMany;
        }

        return null;
    }

    /// <summary>A connection that came in has ended.</summary>
    /// <param name="transport">The connection.</param>
    public void Leave(Transport transport)
    {
        Interlocked.Decrement(ref _count);
        if (maxPerAddress is null || AddressKey.Of(transport.RemoteEndPoint) is not { } key)
        {
            return;
        }

        lock (_addresses)
        {
            int left = _addresses[key] - 1;
            if (left == 0)
            {
                _addresses.Remove(key);
            }
            else
            {
                _addresses[key] = left;
            }
        }
    }

    /// <summary>Whether there is room to answer another client that is refused. If so, it is to be told the end of it.</summary>
    public bool TryBeginAnswer()
    {
        if (Interlocked.Increment(ref _answering) <= MaxAnswering)
        {
            return true;
        }

        EndAnswer();
        return false;
    }

    public void EndAnswer() => Interlocked.Decrement(ref _answering);

    private bool TryCountAddress(Transport transport)
    {
        if (maxPerAddress is not { } max || AddressKey.Of(transport.RemoteEndPoint) is not { } key)
        {
            return true;
        }

        lock (_addresses)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_addresses, key, out _);
            if (count >= max)
            {
                return false;
            }

            count++;
            return true;
        }
    }

    private void LogRefused(Transport transport)
    {
        if (_refused.Add(transport.Loop.Now) is > 0 and int count)
        {
            Log.ConnectionsRefused(logger, count, _refusedForAddress.Take(), transport.RemoteEndPoint);
        }
    }
}

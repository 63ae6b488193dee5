using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>How the load connects.</summary>
internal static class BenchClient
{
    // So many handshakes are under way at once that the server is never idle, and fewer than its queue of them holds.
    private const int AtOnce = 64;

    private const int LeastMark = 1024 * 1024;

    /// <summary>The options for connections that carry no load of note.</summary>
    public static WebSocketClientOptions Plain(LoopGroup loops) => For(loops, 0, 0, null);

    /// <summary>The options for connections that carry a load.</summary>
    /// <param name="loops">Where they live.</param>
    /// <param name="size">The size of a message.</param>
    /// <param name="inFlight">How many messages are under way at once.</param>
    /// <param name="deflate">How messages are compressed, or null.</param>
    public static WebSocketClientOptions For(LoopGroup loops, int size, int inFlight, DeflateOptions? deflate) => new()
    {
        Loops = loops,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        Connection = new ConnectionOptions
        {
            // All that is ever under way must find room at once: a message that isn't taken would be missed.
            OutboundMark = (int)Math.Clamp(2L * inFlight * (size + 16L), LeastMark, int.MaxValue),
            Protocol = new ProtocolOptions
            {
                MaxMessageSize = Math.Max(size, ProtocolOptions.Default.MaxMessageSize),
                Deflate = deflate,

                // The server is to do what it is asked for and nothing else.
                PingInterval = Timeout.InfiniteTimeSpan,
            },
        },
    };

    /// <summary>Opens connections, a bounded number at a time.</summary>
    /// <param name="from">The first one's number.</param>
    /// <param name="to">The number after the last one's.</param>
    /// <param name="connect">Opens the one with a number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task ConnectAsync(
        int from, int to, Func<int, CancellationToken, ValueTask> connect, CancellationToken cancellationToken) =>
        Parallel.ForAsync(
            from, to, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, connect);
}

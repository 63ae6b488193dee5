namespace Parley.Cli;

/// <summary>The same bytes, sent again and again, whether anybody reads them or not.</summary>
internal sealed class Flood
{
    // Longer than a busy server needs for a piece, and short enough to be waited for.
    private static readonly TimeSpan _stall = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(50);

    private long _sent;

    private Flood(RawSocket socket, ReadOnlyMemory<byte> piece, int times, CancellationToken cancellationToken) =>
        Completion = SendAsync(socket, piece, times, cancellationToken);

    /// <summary>How many bytes the server's system has taken.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Ends with the flood: true if all of it has been sent, false if the server dropped the connection.</summary>
    public Task<bool> Completion { get; }

    /// <summary>Starts to send.</summary>
    /// <param name="socket">The connection. Reading from it meanwhile is allowed.</param>
    /// <param name="piece">The bytes, some tens of KiB.</param>
    /// <param name="times">How often.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Flood Start(
        RawSocket socket, ReadOnlyMemory<byte> piece, int times, CancellationToken cancellationToken) =>
        new(socket, piece, times, cancellationToken);

    /// <summary>Waits until all is sent, the server drops the connection, or it stops to read.</summary>
    public async Task WaitForEndOrStallAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_look);
        long before = -1;
        TimeSpan unchanged = TimeSpan.Zero;
        while (!Completion.IsCompleted && unchanged < _stall)
        {
            Task<bool> tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            await Task.WhenAny(Completion, tick);
            unchanged = Sent == before ? unchanged + _look : TimeSpan.Zero;
            before = Sent;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<bool> SendAsync(
        RawSocket socket, ReadOnlyMemory<byte> piece, int times, CancellationToken cancellationToken)
    {
        // Whoever starts it goes on at once, even if the system takes everything.
        await Task.Yield();
        try
        {
            for (int i = 0; i < times; i++)
            {
                if (!await socket.TrySendAsync(piece, cancellationToken))
                {
                    return false;
                }

                Interlocked.Add(ref _sent, piece.Length);
            }

            return true;
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The attack is over; nobody waits for the rest.
            return false;
        }
    }
}

using System.Net.Sockets;

namespace Parley.Cli.Bench;

/// <summary>A part of a mixed load that opens connections of its own, one after the other, and gets rid of them.</summary>
internal abstract class MixedPart(MixedState state)
{
    protected MixedState State { get; } = state;

    /// <summary>How long it rests between two connections.</summary>
    protected abstract TimeSpan Rest { get; }

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Rest);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await TryOnceAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The load is over.
        }
    }

    /// <summary>Opens a connection and gets rid of it.</summary>
    protected abstract Task PlayAsync(CancellationToken cancellationToken);

    /// <summary>Lets time pass.</summary>
    protected static Task PauseAsync(double seconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, cancellationToken);

    private async Task TryOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PlayAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or SocketException)
        {
            // That it opens is all that is asked of a server here; what it does to the ill-behaved is its own affair.
            State.Errors.Add(exception.Message);
        }
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Parley;

/// <summary>
/// The TLS handshakes of a listener: so many at a time, so many that wait, and each no longer than it may. They run on
/// the thread pool, so that no loop waits for them.
/// </summary>
internal sealed class TlsHandshakes(TlsOptions options, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turns = new(options.MaxConcurrentHandshakes);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RefusalCount _dropped = new();

    // One more than there are, until it is disposed.
    private int _underWay = 1;

    /// <summary>Does the handshake, and disposes the stream if it comes to nothing. Never throws.</summary>
    /// <param name="stream">The client's stream.</param>
    /// <param name="remote">The client's address.</param>
    /// <param name="onSecured">Gets the stream that TLS protects. Called on any thread.</param>
    public async Task RunAsync(NetworkStream stream, EndPoint? remote, Action<SslStream> onSecured)
    {
        // Without the one that there always is.
        long others = Interlocked.Increment(ref _underWay) - 2L;
        try
        {
            if (others >= (long)options.MaxConcurrentHandshakes + options.MaxWaitingHandshakes)
            {
                LogDropped();
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            else if (await TrySecureAsync(stream, remote).ConfigureAwait(false) is { } secured)
            {
                onSecured(secured);
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Breaks off every handshake, and completes when none is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        Leave();
        await _ended.Task.ConfigureAwait(false);
        _stopping.Dispose();
        _turns.Dispose();
    }

    private async Task<SslStream?> TrySecureAsync(NetworkStream stream, EndPoint? remote)
    {
        using var deadline = new CancellationTokenSource(options.HandshakeTimeout, time);
        try
        {
            using CancellationTokenRegistration stop = _stopping.Token.UnsafeRegister(
                static deadline => ((CancellationTokenSource)deadline!).Cancel(), deadline);

            // A client that says nothing takes nobody's turn. Whoever accepts does not wait for the rest.
            await stream.ReadAsync(Memory<byte>.Empty, deadline.Token).AsTask()
                .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            await _turns.WaitAsync(deadline.Token).ConfigureAwait(false);
            try
            {
                return await SecureAsync(stream, deadline.Token).ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (Exception exception)
        {
            // Plain HTTP, no common version, a client that trusts another certificate, silence: whatever it is, it
            // concerns this client only.
            await stream.DisposeAsync().ConfigureAwait(false);
            Log.TlsHandshakeFailed(logger, remote, Reason(exception));
            return null;
        }
    }

    private async Task<SslStream> SecureAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        try
        {
            await secured.AuthenticateAsServerAsync(options.ForHandshake(logger, time), cancellationToken)
                .ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return secured;
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private string Reason(Exception exception) => exception switch
    {
        OperationCanceledException when _stopping.IsCancellationRequested => "the server is stopping",
        OperationCanceledException => "it took too long",
        _ => (exception.InnerException ?? exception).Message,
    };

    private void LogDropped()
    {
        if (_dropped.Add((long)time.GetElapsedTime(0).TotalMilliseconds) is > 0 and int count)
        {
            Log.TlsHandshakesDropped(logger, count);
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _underWay) == 0)
        {
            _ended.TrySetResult();
        }
    }
}

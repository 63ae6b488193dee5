using System.Globalization;
using Parley.Protocol;

namespace Parley;

/// <summary>One client's connecting, over and over, as its policy says. For one task at a time.</summary>
internal sealed class Reconnector(Uri uri, ReconnectPolicy policy, WebSocketClientOptions options)
{
    private readonly TimeProvider _time = WebSocketClient.LoopsOf(options).Time;
    private int _failures;
    private long _openedAt;

    /// <summary>Connects, with as many attempts as it takes.</summary>
    /// <param name="onTrouble">Told of each failure that another attempt follows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WebSocketHandshakeException">The policy allows no further attempt.</exception>
    /// <exception cref="TimeoutException">The policy allows no further attempt.</exception>
    public async Task<WebSocketConnection> ConnectAsync(Func<Exception, ValueTask>? onTrouble, CancellationToken cancellationToken)
    {
        while (true)
        {
            Exception trouble;
            try
            {
                WebSocketConnection connection =
                    await WebSocketClient.ConnectAsync(uri, options, cancellationToken).ConfigureAwait(false);
                _openedAt = _time.GetTimestamp();
                return connection;
            }
            catch (Exception exception) when (exception is WebSocketHandshakeException or TimeoutException && MayRetry(exception))
            {
                trouble = exception;
            }

            if (onTrouble is not null)
            {
                await onTrouble(trouble).ConfigureAwait(false);
            }

            await WaitAsync(trouble, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A connection is done with: waits until it is time for the next.</summary>
    /// <returns>Whether there is to be a next one; not after an end in good order, or one that was wanted here.</returns>
    /// <exception cref="WebSocketClosedException">It ended in a way that the policy does not try again after.</exception>
    public async Task<bool> WaitAfterAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        bool wasLeftOpen = connection.State == ConnectionState.Open;
        await connection.CloseAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        if (!wasLeftOpen && connection.Details().IsClosedHere)
        {
            return false;
        }

        if (_time.GetElapsedTime(_openedAt) >= policy.StableAfter)
        {
            _failures = 0;
        }

        WebSocketClosedException end = connection.ClosedException();
        if (wasLeftOpen || MayRetry(end))
        {
            await WaitAsync(end, cancellationToken).ConfigureAwait(false);
            return true;
        }

        return end.Code is CloseCode.NormalClosure or CloseCode.NoStatusReceived ? false : throw end;
    }

    private bool MayRetry(Exception error) => (policy.MaxAttempts is not { } most || _failures + 1 < most) && policy.ShouldRetry(error);

    private async Task WaitAsync(Exception cause, CancellationToken cancellationToken)
    {
        _failures++;
        TimeSpan delay = policy.DelayAfter(_failures);
        if (RetryAfter(cause) is { } wanted && wanted > delay)
        {
            delay = wanted < policy.MaxDelay ? wanted : policy.MaxDelay;
        }

        Task end = Task.Delay(delay, _time, cancellationToken);
        policy.Waiting?.Invoke(new ReconnectDelay(_failures, delay, cause));
        await end.ConfigureAwait(false);
    }

    // RFC 9110 section 10.2.3; the other form, a date, is not worth a second clock.
    private static TimeSpan? RetryAfter(Exception cause) => cause is WebSocketHandshakeException { Fields: { } fields }
        && int.TryParse(fields["Retry-After"], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}

using System.Diagnostics;
using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>Opens and closes one WebSocket after the other.</summary>
/// <param name="url">The server.</param>
/// <param name="options">How to connect.</param>
/// <param name="errors">Where it counts what goes wrong.</param>
internal sealed class HandshakeWorker(Uri url, WebSocketClientOptions options, ErrorTally errors) : IWebSocketHandler
{
    // A server may refuse now and then, which counts. One that refuses so often in a row is not there any more.
    private const int MostFailures = 5;

    private PaddedCounter _handshakes;
    private volatile bool _isMeasuring;

    /// <summary>How many WebSockets it has opened.</summary>
    public long Handshakes => _handshakes.Value;

    /// <summary>From connecting to open, in ticks of the stopwatch.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Whether latencies count.</summary>
    public bool IsMeasuring
    {
        get => _isMeasuring;
        set => _isMeasuring = value;
    }

    /// <summary>Goes on until it is cancelled.</summary>
    /// <exception cref="BenchException">The server opens no WebSockets any more.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await OpenAndCloseAsync(cancellationToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is IOException or TimeoutException)
            {
                errors.Add(exception.Message);
                if (++failures == MostFailures)
                {
                    throw new BenchException($"the server opens no WebSockets any more: {exception.Message}", exception);
                }
            }
        }
    }

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        // What a server says to greet is of no interest.
    }

    private async Task OpenAndCloseAsync(CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        WebSocketConnection connection = await WebSocketClient.ConnectAsync(url, this, options, cancellationToken);
        if (IsMeasuring)
        {
            Latency.Record(Stopwatch.GetTimestamp() - started);
        }

        _handshakes.Increment();
        await connection.CloseAsync(cancellationToken: cancellationToken);
        if (connection.CloseCode != CloseCode.NormalClosure)
        {
            errors.Add($"closed with {(int?)connection.CloseCode} instead of 1000");
        }
    }
}

namespace Parley;

/// <summary>How far away the peer is.</summary>
public static class PingExtensions
{
    extension(WebSocketConnection connection)
    {
        /// <summary>
        /// The running time of a ping and its pong: each new one counts for an eighth (as RFC 6298 has it for TCP). Null
        /// until the first, by <see cref="PingAsync"/>; a client's keepalive pings count, too.
        /// </summary>
        public TimeSpan? Latency => connection.Pings?.Latency;

        /// <summary>Sends a ping and waits for its pong (RFC 6455 section 5.5.2). Any number may be under way.</summary>
        /// <param name="cancellationToken">Stops the waiting.</param>
        /// <returns>
        /// How long it took, on the clock of the connection's loop. While reading is paused, because nobody takes the
        /// messages that came, the pong waits with them.
        /// </returns>
        /// <exception cref="WebSocketClosedException">The connection ended before the pong came.</exception>
        /// <exception cref="InvalidOperationException">The connection has not been accepted yet.</exception>
        public Task<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
        {
            connection.CheckAccepted();
            var answered = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            PingTimes pings = connection.PingTimes();
            connection.OnLoop(core => pings.Send(core, answered), connection.Loop.IsCurrent);
            return answered.Task.WaitAsync(cancellationToken);
        }
    }
}

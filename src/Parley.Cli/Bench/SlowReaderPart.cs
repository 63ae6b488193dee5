using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>Connections that stop reading for some seconds, then read again or vanish.</summary>
/// <param name="state">What all parts share.</param>
/// <param name="seed">What its choices come from.</param>
internal sealed class SlowReaderPart(MixedState state, int seed) : MixedPart(state)
{
    // Small, so that the server notices soon that nothing is read.
    private const int ReceiveBuffer = 4096;
    private const int MessageSize = 4096;
    private const int MostMessages = 1024;
    private const double LongestSilence = 8;
    private const double ReadingTime = 2;

    private readonly Random _random = new(seed);
    private readonly byte[] _message = ClientFrames.Final(Opcode.Text, Filler.Make(MessageSize));

    protected override TimeSpan Rest { get; } = TimeSpan.FromMilliseconds(200);

    protected override async Task PlayAsync(CancellationToken cancellationToken)
    {
        using RawSocket connection = await RawWebSocket.OpenAsync(
            State.Settings.Url, ReceiveBuffer, State.Settings.Tls, cancellationToken);
        State.CountOpened();
        try
        {
            await StayAsync(
                _random.NextDouble() * LongestSilence,
                token => State.Settings.Kind == MixedKind.Echo ? FillAsync(connection, token) : PauseAsync(LongestSilence, token),
                cancellationToken);
            if (_random.Next(2) == 0)
            {
                await StayAsync(ReadingTime, token => ReadAsync(connection, token), cancellationToken);
            }
        }
        finally
        {
            State.CountClosed();
        }
    }

    private static async Task StayAsync(
        double seconds, Func<CancellationToken, Task> doing, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            await doing(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    private static async Task ReadAsync(RawSocket connection, CancellationToken cancellationToken)
    {
        while (await connection.TryReceiveAsync(cancellationToken))
        {
            connection.Take(connection.Received.Length);
        }
    }

    // What an echo sends back must pile up somewhere, so that there is something not to read.
    private async Task FillAsync(RawSocket connection, CancellationToken cancellationToken)
    {
        for (int i = 0; i < MostMessages; i++)
        {
            if (!await connection.TrySendAsync(_message, cancellationToken))
            {
                return;
            }
        }

        await PauseAsync(LongestSilence, cancellationToken);
    }
}

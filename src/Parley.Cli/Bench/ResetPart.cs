using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>Connections that are dropped with a reset, some in the middle of a message.</summary>
/// <param name="state">What all parts share.</param>
/// <param name="seed">What its choices come from.</param>
internal sealed class ResetPart(MixedState state, int seed) : MixedPart(state)
{
    private const int ReceiveBuffer = 16 * 1024;
    private const double LongestStay = 0.2;

    private readonly Random _random = new(seed);

    // In a broadcast it would reach the healthy ones, who know only each other's messages: it never ends.
    private readonly byte[] _message = ClientFrames.Masked(FrameWriter.NotFinal(Opcode.Text), "a message that breaks off"u8);

    protected override TimeSpan Rest { get; } = TimeSpan.FromMilliseconds(50);

    protected override async Task PlayAsync(CancellationToken cancellationToken)
    {
        using RawSocket connection = await RawWebSocket.OpenAsync(
            State.Settings.Url, ReceiveBuffer, State.Settings.Tls, cancellationToken);
        State.CountOpened();
        try
        {
            await connection.TrySendAsync(_message.AsMemory(0, _random.Next(_message.Length + 1)), cancellationToken);
            await PauseAsync(_random.NextDouble() * LongestStay, cancellationToken);
        }
        finally
        {
            connection.Reset();
            State.CountClosed();
        }
    }
}

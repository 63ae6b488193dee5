using System.Diagnostics;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>What became of a WebSocket after an attack.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Code">The close code, if there was one.</param>
/// <param name="Messages">How many data frames came before.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record Ending(EndingKind Kind, int? Code, int Messages, TimeSpan Elapsed)
{
    /// <summary>Reads frames until the connection ends.</summary>
    /// <param name="socket">The connection, a WebSocket by now.</param>
    /// <param name="patience">How long to wait for the end.</param>
    /// <param name="cancellationToken">Ends the whole attack.</param>
    public static Task<Ending> ReadAsync(RawSocket socket, TimeSpan patience, CancellationToken cancellationToken) =>
        ReadAsync(socket, null, patience, cancellationToken);

    /// <summary>Reads frames while a flood goes out, and for a while after it.</summary>
    /// <param name="socket">The connection, a WebSocket by now.</param>
    /// <param name="flood">The flood; it is stopped when the connection ends.</param>
    /// <param name="patience">How long to wait after it.</param>
    /// <param name="cancellationToken">Ends the whole attack.</param>
    public static async Task<Ending> ReadAsync(
        RawSocket socket, Flood? flood, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<Ending> reading = ReadUntilAsync(socket, limit.Token, cancellationToken);
        if (flood is not null)
        {
            await Task.WhenAny(reading, flood.WaitForEndOrStallAsync(cancellationToken));
        }

        limit.CancelAfter(patience);
        return await reading;
    }

    /// <summary>Passes if the server closed with one of these codes, or dropped the connection.</summary>
    public AttackResult MustBeClosed(params ReadOnlySpan<int> codes) => Kind switch
    {
        EndingKind.Closed when Code is null || codes.Contains(Code.Value) => AttackResult.Pass(ToString()),
        EndingKind.Dropped => AttackResult.Pass(ToString()),
        EndingKind.Closed => AttackResult.Fail($"{this}; expected {string.Join(" or ", codes.ToArray())}"),
        _ => AttackResult.Fail(ToString()),
    };

    public override string ToString()
    {
        string end = Kind switch
        {
            EndingKind.Closed when Code is null => $"closed without a code after {Spoken.Time(Elapsed)}",
            EndingKind.Closed => $"close {Code} after {Spoken.Time(Elapsed)}",
            EndingKind.Dropped => $"connection dropped after {Spoken.Time(Elapsed)}",
            _ => $"still open after {Spoken.Time(Elapsed)}",
        };
        return Messages == 0 ? end : $"{end}, {Messages} data frames before";
    }

    private static async Task<Ending> ReadUntilAsync(
        RawSocket socket, CancellationToken limit, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        int messages = 0;
        try
        {
            while (await ServerFrame.ReadAsync(socket, limit) is { } frame)
            {
                if (frame.Opcode == Opcode.Close)
                {
                    return new Ending(EndingKind.Closed, frame.CloseCode, messages, Stopwatch.GetElapsedTime(started));
                }

                messages += frame.Opcode.IsControl ? 0 : 1;
            }

            return new Ending(EndingKind.Dropped, null, messages, Stopwatch.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Ending(EndingKind.Open, null, messages, Stopwatch.GetElapsedTime(started));
        }
    }
}

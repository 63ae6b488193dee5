using System.Diagnostics;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>What a server answered to a handshake.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Head">The head of an answer.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record Answer(AnswerKind Kind, ResponseHead? Head, TimeSpan Elapsed)
{
    private static readonly HandshakeLimits _limits = new() { MaxLineLength = 32 * 1024, MaxSize = 60 * 1024 };

    /// <summary>Whether the WebSocket was opened.</summary>
    public bool IsOpen => Head?.StatusCode == 101;

    /// <summary>Reads the head of an answer.</summary>
    /// <param name="socket">The connection; what came behind the head stays there.</param>
    /// <param name="patience">How long to wait for it.</param>
    /// <param name="cancellationToken">Ends the whole attack.</param>
    public static async Task<Answer> ReadAsync(RawSocket socket, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var reader = new HeadReader(_limits);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        long started = Stopwatch.GetTimestamp();
        try
        {
            ResponseHead? head;
            while (!TryTake(socket, reader, out head))
            {
                if (!await socket.TryReceiveAsync(limit.Token))
                {
                    return new Answer(AnswerKind.Dropped, null, Stopwatch.GetElapsedTime(started));
                }
            }

            return new Answer(
                head is null ? AnswerKind.NotHttp : AnswerKind.Status, head, Stopwatch.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer(AnswerKind.None, null, patience);
        }
    }

    /// <summary>Passes if the request was refused, or the connection dropped.</summary>
    /// <param name="statuses">The statuses that are right; any that blames the client, if there are none.</param>
    public AttackResult MustBeRefused(params ReadOnlySpan<int> statuses) => Kind switch
    {
        AnswerKind.Dropped => AttackResult.Pass(ToString()),
        AnswerKind.Status when IsOpen => AttackResult.Fail($"101 after {Spoken.Time(Elapsed)}: the WebSocket was opened"),
        AnswerKind.Status when statuses.IsEmpty && Head!.StatusCode is (>= 400 and < 500) or 501 =>
            AttackResult.Pass(ToString()),
        AnswerKind.Status when statuses.Contains(Head!.StatusCode) => AttackResult.Pass(ToString()),
        _ => AttackResult.Fail(ToString()),
    };

    /// <summary>Passes whatever the answer is, if there is one.</summary>
    public AttackResult MustCome() => Kind is AnswerKind.Status or AnswerKind.Dropped
        ? AttackResult.Pass(ToString())
        : AttackResult.Fail(ToString());

    public override string ToString() => Kind switch
    {
        AnswerKind.Status => $"{Head!.StatusCode} after {Spoken.Time(Elapsed)}",
        AnswerKind.Dropped => $"connection dropped after {Spoken.Time(Elapsed)}",
        AnswerKind.NotHttp => "an answer that is not HTTP/1.1",
        _ => $"no answer within {Spoken.Time(Elapsed)}",
    };

    // True once the answer is whole, or can't become one: there is no head then.
    private static bool TryTake(RawSocket socket, HeadReader reader, out ResponseHead? head)
    {
        head = null;
        ReadOnlySpan<byte> input = socket.Received;
        int before = input.Length;
        bool isWhole = reader.TryRead(ref input, out ReadOnlySpan<byte> bytes, out HandshakeError? error);
        if (isWhole)
        {
            _ = ResponseHead.TryParse(bytes, out head, out _);
        }

        socket.Take(before - input.Length);
        return isWhole || error is not null;
    }
}

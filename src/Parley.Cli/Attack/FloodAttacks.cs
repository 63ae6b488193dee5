using System.Diagnostics;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>Too much of what would be harmless once.</summary>
internal static class FloodAttacks
{
    private const int FramesPerPiece = 5_000;
    private const int LargePiece = 64 * 1024;
    private const int LargeTimes = 1024;

    private const string TinyFragments = "CVE-2026-48779 ws";
    private const string Pongs = "coder/websocket 129d303";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);
    private static readonly int[] _closes = [1008, 1009];

    public static IEnumerable<AttackCase> Cases =>
    [
        new("flood-fragments-one-byte", TinyFragments,
            "A message in 200,000 fragments of one byte, without end: closed with 1008 or 1009, or the memory stays flat.",
            static context => FragmentsAsync(context, "a"u8.ToArray(), 200_000)) { Limit = _limit },
        new("flood-fragments-empty", TinyFragments,
            "A message in 1,000,000 empty fragments, without end: closed with 1008 or 1009, or the memory stays flat.",
            static context => FragmentsAsync(context, [], 1_000_000)) { Limit = _limit },
        new("flood-fragments-endless", "CVE-2026-42786 Bandit",
            "A message of 64 MiB in fragments of 64 KiB, without end: closed with 1009 or 1008 at the server's limit.",
            EndlessMessageAsync) { Limit = _limit },
        new("flood-pings", Pongs,
            "1,000,000 pings while no answer is read: the server lives, its memory stays flat.",
            static context => ControlFramesAsync(context, Opcode.Ping)) { Limit = _limit },
        new("flood-pongs", Pongs,
            "1,000,000 pongs that nobody asked for: the server lives, its memory stays flat.",
            static context => ControlFramesAsync(context, Opcode.Pong)) { Limit = _limit },
        new("flood-slow-reader", "slow reader",
            "64 MiB of messages while none that comes back is read: the server stops reading, or closes.",
            SlowReaderAsync) { Limit = _limit },
    ];

    private static async Task<AttackResult> FragmentsAsync(AttackContext context, byte[] payload, int count)
    {
        using RawSocket socket = await context.OpenAsync();
        await socket.TrySendAsync(ClientFrames.Masked(FrameWriter.NotFinal(Opcode.Binary), payload), context.CancellationToken);
        byte[] fragment = ClientFrames.Masked(FrameWriter.NotFinal(Opcode.Continuation), payload);
        var flood = Flood.Start(
            socket, ClientFrames.Repeat(fragment, FramesPerPiece), count / FramesPerPiece, context.CancellationToken);
        long started = Stopwatch.GetTimestamp();
        _ = PingAfterAsync(flood, socket, context.CancellationToken);
        (ServerFrame? last, _) = await ReadToLastAsync(socket, context.CancellationToken);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        if (last is not { Opcode: Opcode.Pong })
        {
            EndingKind kind = last is null ? EndingKind.Dropped : EndingKind.Closed;
            return new Ending(kind, last?.CloseCode, 0, elapsed).MustBeClosed(_closes);
        }

        string seen = $"all were taken in {Spoken.Time(elapsed)}";
        return context.IsMemoryWatched
            ? AttackResult.Pass(seen)
            : AttackResult.Warn(seen + "; whether they are kept, --pid would tell");
    }

    private static async Task<AttackResult> EndlessMessageAsync(AttackContext context)
    {
        using RawSocket socket = await context.OpenAsync();
        byte[] payload = new byte[LargePiece];
        await socket.TrySendAsync(ClientFrames.Masked(FrameWriter.NotFinal(Opcode.Binary), payload), context.CancellationToken);
        byte[] fragment = ClientFrames.Masked(FrameWriter.NotFinal(Opcode.Continuation), payload);
        var flood = Flood.Start(socket, fragment, LargeTimes, context.CancellationToken);
        Ending ending = await Ending.ReadAsync(socket, flood, AttackContext.Patience, context.CancellationToken);
        AttackResult result = ending.MustBeClosed(_closes);
        return result.Verdict == AttackVerdict.Fail
            ? result with { Seen = $"{result.Seen}, {Spoken.Bytes(flood.Sent)} taken" }
            : result;
    }

    // No answer is read until all is sent, or the server stops reading. Then the last ping must be answered.
    private static async Task<AttackResult> ControlFramesAsync(AttackContext context, Opcode opcode)
    {
        using RawSocket socket = await context.OpenAsync();
        byte[] piece = ClientFrames.Repeat(ClientFrames.Final(opcode, "many"u8), FramesPerPiece);
        var flood = Flood.Start(socket, piece, 1_000_000 / FramesPerPiece, context.CancellationToken);
        await flood.WaitForEndOrStallAsync(context.CancellationToken);
        bool isStalled = !flood.Completion.IsCompleted;
        Task pinging = PingAfterAsync(flood, socket, context.CancellationToken);
        (ServerFrame? last, int pongs) = await ReadToLastAsync(socket, context.CancellationToken);
        string seen = last switch
        {
            null => $"connection dropped after {pongs} pongs",
            { Opcode: Opcode.Close } => $"close {last.CloseCode} after {pongs} pongs",
            _ => $"the last ping was answered, with {pongs} pongs in all",
        };
        await pinging;
        return AttackResult.Pass(isStalled ? seen + "; reading had been paused" : seen);
    }

    // Its answer tells that the server has dealt with all that was before it.
    private static async Task PingAfterAsync(Flood flood, RawSocket socket, CancellationToken cancellationToken)
    {
        if (await flood.Completion)
        {
            await socket.TrySendAsync(ClientFrames.Final(Opcode.Ping, "last"u8), cancellationToken);
        }
    }

    // Up to the answer to the last ping, to a Close frame, or to the end of the connection.
    private static async Task<(ServerFrame? Last, int Pongs)> ReadToLastAsync(
        RawSocket socket, CancellationToken cancellationToken)
    {
        int pongs = 0;
        while (await ServerFrame.ReadAsync(socket, cancellationToken) is { } frame)
        {
            pongs += frame.Opcode == Opcode.Pong ? 1 : 0;
            bool isLastPong = frame.Opcode == Opcode.Pong && frame.Start.AsSpan().SequenceEqual("last"u8);
            if (isLastPong || frame.Opcode == Opcode.Close)
            {
                return (frame, pongs);
            }
        }

        return (null, pongs);
    }

    private static async Task<AttackResult> SlowReaderAsync(AttackContext context)
    {
        using RawSocket socket = await context.OpenAsync(receiveBuffer: 16 * 1024);
        byte[] message = ClientFrames.Final(Opcode.Binary, new byte[LargePiece]);
        var flood = Flood.Start(socket, message, LargeTimes, context.CancellationToken);
        await flood.WaitForEndOrStallAsync(context.CancellationToken);
        string sent = Spoken.Bytes(flood.Sent);
        if (!flood.Completion.IsCompleted)
        {
            return AttackResult.Pass($"the server stopped reading after {sent}");
        }

        if (!await flood.Completion)
        {
            return AttackResult.Pass($"connection dropped after {sent}");
        }

        string seen = $"all {sent} were taken";
        return !context.Echoes
            ? AttackResult.Warn(seen + "; nothing comes back here that could pile up")
            : context.IsMemoryWatched ? AttackResult.Pass(seen) : AttackResult.Fail(seen);
    }
}

using Parley.Protocol;

namespace Parley.Cli;

/// <summary>Compressed messages (RFC 7692) that must not be inflated, or can't be.</summary>
internal static class DeflateAttacks
{
    private const string Bomb = "CVE-2018-1000518 websockets";
    private const string Rfc = "RFC 7692";
    private const byte CompressedBinary = FrameHeader.CompressedBit | (byte)Opcode.Binary;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);
    private static readonly int[] _tooBig = [1009, 1008, 1007, 1002];
    private static readonly int[] _invalid = [1007, 1002];

    public static IEnumerable<AttackCase> Cases =>
    [
        Case("deflate-bomb", Bomb, "100 KiB that inflate to 100 MiB: 1009.", _tooBig,
            static () => [Message(DeflateBomb.Single)]),
        Case("deflate-bomb-fragments", Bomb, "The same in fragments of 1 KiB: 1009.", _tooBig,
            static () => [ClientFrames.Split(CompressedBinary, DeflateBomb.Single, 1024)]),
        Case("deflate-bomb-takeover", Bomb,
            "The same as a second message that refers back to the first: 1009, or an error where contexts are not kept.", _tooBig,
            static () => [[.. Message(DeflateBomb.Pair.First), .. Message(DeflateBomb.Pair.Second)]]),
        Case("deflate-back-reference", "back-reference beyond the window",
            "A first message that refers back to before its start, by 1 and by 32,768 bytes: an error, never data.", _invalid,
            static () =>
            [
                Message(DeflateBits.BackReference([], 0, 0, 0)),
                Message(DeflateBits.BackReference("a"u8, 29, 0x1FFF, 13)),
            ],
            mayAnswer: false),
        Case("deflate-invalid", Rfc, "Bytes that are no deflate stream: 1007 or 1002.", _invalid,
            static () =>
            [
                Message([0x07, 0x00]),
                Message([.. Enumerable.Repeat((byte)0xFF, 64)]),
                Message([0x00, 0x05, 0x00, 0x05, 0x00, 0x61]),
            ],
            mayAnswer: false),
        new("deflate-final-blocks", Rfc,
            "A message of 10,000 empty blocks which each say to be the last: an end or an answer within 2 s.", FinalBlocksAsync),
    ];

    private static AttackCase Case(
        string name, string advisory, string what, int[] codes, Func<byte[][]> attempts, bool mayAnswer = true) =>
        new(name, advisory, what, context => PlayAllAsync(context, attempts(), codes, mayAnswer)) { Limit = _limit };

    private static async Task<AttackResult> PlayAllAsync(
        AttackContext context, byte[][] attempts, int[] codes, bool mayAnswer)
    {
        AttackResult result = NotAgreed;
        foreach (byte[] attempt in attempts)
        {
            using RawSocket? socket = await OpenAsync(context);
            if (socket is null)
            {
                return NotAgreed;
            }

            var flood = Flood.Start(socket, attempt, 1, context.CancellationToken);
            Ending ending = await Ending.ReadAsync(socket, flood, AttackContext.Patience, context.CancellationToken);
            result = !mayAnswer && ending.Messages > 0
                ? AttackResult.Fail($"data came back: {ending}")
                : ending.MustBeClosed(codes);
            if (result.Verdict == AttackVerdict.Fail)
            {
                return result;
            }
        }

        return result;
    }

    private static AttackResult NotAgreed { get; } = AttackResult.Skip("the server does not compress");

    private static async Task<AttackResult> FinalBlocksAsync(AttackContext context)
    {
        using RawSocket? socket = await OpenAsync(context);
        if (socket is null)
        {
            return NotAgreed;
        }

        // A ping behind it is answered once the message has been dealt with.
        byte[] message = [.. Message(ClientFrames.Repeat([0x03, 0x00], 10_000)), .. ClientFrames.Final(Opcode.Ping, [])];
        await socket.TrySendAsync(message, context.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        limit.CancelAfter(AttackContext.Patience);
        try
        {
            ServerFrame? frame;
            do
            {
                frame = await ServerFrame.ReadAsync(socket, limit.Token);
            }
            while (frame is not (null or { Opcode: Opcode.Close or Opcode.Pong }));

            return AttackResult.Pass(frame switch
            {
                null => "connection dropped",
                { Opcode: Opcode.Close } => $"close {frame.CloseCode}",
                _ => "taken",
            });
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            return AttackResult.Fail($"busy for more than {Spoken.Time(AttackContext.Patience)}");
        }
    }

    private static byte[] Message(ReadOnlySpan<byte> deflated) => ClientFrames.Masked(0x80 | CompressedBinary, deflated);

    // Null if the server does not agree to compress.
    private static async Task<RawSocket?> OpenAsync(AttackContext context)
    {
        (RawSocket socket, Answer answer) = await context.OpenWithAsync(["Sec-WebSocket-Extensions: permessage-deflate"]);
        if (answer.Head!.Fields["Sec-WebSocket-Extensions"]?.StartsWith("permessage-deflate", StringComparison.Ordinal) == true)
        {
            return socket;
        }

        socket.Dispose();
        return null;
    }
}

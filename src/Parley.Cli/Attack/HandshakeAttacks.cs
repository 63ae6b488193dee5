namespace Parley.Cli;

/// <summary>Handshakes that are too large, too slow, or costly to read.</summary>
internal static class HandshakeAttacks
{
    private const int ShortOfLineLimits = 7_900;

    private static readonly TimeSpan _slowPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _slowStep = TimeSpan.FromMilliseconds(250);

    public static IEnumerable<AttackCase> Cases =>
    [
        new("handshake-slow-head", "slowloris",
            "A header field without end, a byte each 250 ms: answered or dropped within 15 s.", SlowHeadAsync)
        {
            Limit = TimeSpan.FromSeconds(20),
            IsSlow = true,
        },
        new("handshake-byte-at-a-time", "CVE-2023-43669 tungstenite",
            "A handshake of 7 KiB, each byte by itself: an answer.", ByteAtATimeAsync),
        Refused("handshake-many-headers", "CVE-2024-37890 ws", "2,000 header fields: 431, 413 or 400.", [431, 413, 400],
            static context => [context.Handshake with { Fields = [.. Enumerable.Range(0, 2000).Select(static i => $"X-{i}: a")] }]),
        Refused("handshake-long-header", "CVE-2023-43669 tungstenite", "A header field of 1 MiB: 431, 413 or 400.", [431, 413, 400],
            static context => [context.Handshake with { Fields = ["X-Long: " + new string('a', 1024 * 1024)] }]),
        Answered("handshake-equal-headers", "CVE-2025-67725 Tornado", "100 fields of one name, 300 bytes each: an answer within 2 s.",
            static context => [context.Handshake with { Fields = [.. Enumerable.Repeat("X-Same: " + new string('a', 290), 100)] }]),
        Answered("handshake-extensions-redos", "CVE-2020-7662 websocket-extensions",
            "Sec-WebSocket-Extensions with a quote of \\c that never ends, 8 and 32 KiB: an answer within 2 s.",
            static context => [Unclosed(context, ShortOfLineLimits), Unclosed(context, 32_000)]),
        Answered("handshake-protocol-redos", "CVE-2021-32640 ws",
            "Sec-WebSocket-Protocol with 8,000 and 32,000 blanks in it: an answer within 2 s.",
            static context => [Blanks(context, ShortOfLineLimits), Blanks(context, 32_000)]),
    ];

    private static AttackCase Refused(
        string name, string advisory, string what, int[] statuses, Func<AttackContext, HandshakeRequest[]> requests) =>
        new(name, advisory, what, context => AskAllAsync(context, requests, answer => answer.MustBeRefused(statuses)));

    private static AttackCase Answered(
        string name, string advisory, string what, Func<AttackContext, HandshakeRequest[]> requests) =>
        new(name, advisory, what, context => AskAllAsync(context, requests, static answer => answer.MustCome()));

    private static async Task<AttackResult> AskAllAsync(
        AttackContext context, Func<AttackContext, HandshakeRequest[]> requests, Func<Answer, AttackResult> judge)
    {
        List<string> seen = [];
        foreach (HandshakeRequest request in requests(context))
        {
            AttackResult result = judge(await context.AskAsync(request));
            seen.Add(result.Seen);
            if (result.Verdict != AttackVerdict.Pass)
            {
                return result;
            }
        }

        return AttackResult.Pass(string.Join(", ", seen));
    }

    private static HandshakeRequest Unclosed(AttackContext context, int length) => context.Handshake with
    {
        Fields = ["Sec-WebSocket-Extensions: a;b=\"" + string.Concat(Enumerable.Repeat("\\c", length / 2))],
    };

    private static HandshakeRequest Blanks(AttackContext context, int count) =>
        context.Handshake with { Fields = ["Sec-WebSocket-Protocol: b" + new string(' ', count) + "x"] };

    private static async Task<AttackResult> ByteAtATimeAsync(AttackContext context)
    {
        using RawSocket socket = await context.ConnectAsync();
        byte[] request = (context.Handshake with { Fields = ["X-Long: " + new string('a', 7_000)] }).ToBytes();
        for (int i = 0; i < request.Length; i++)
        {
            if (!await socket.TrySendAsync(request.AsMemory(i, 1), context.CancellationToken))
            {
                break;
            }
        }

        return (await Answer.ReadAsync(socket, AttackContext.Patience, context.CancellationToken)).MustCome();
    }

    private static async Task<AttackResult> SlowHeadAsync(AttackContext context)
    {
        using RawSocket socket = await context.ConnectAsync();
        byte[] head = context.Handshake.ToBytes()[..^4];
        Task<Answer> answering = Answer.ReadAsync(socket, _slowPatience, context.CancellationToken);
        using var timer = new PeriodicTimer(_slowStep);
        await socket.TrySendAsync(head, context.CancellationToken);
        while (!answering.IsCompleted)
        {
            Task<bool> tick = timer.WaitForNextTickAsync(context.CancellationToken).AsTask();
            if (await Task.WhenAny(answering, tick) == tick)
            {
                await socket.TrySendAsync("a"u8.ToArray(), context.CancellationToken);
            }
        }

        Answer answer = await answering;
        return answer.Kind == AnswerKind.None
            ? AttackResult.Warn($"{answer}: its timeout is longer, or there is none")
            : answer.MustBeRefused();
    }
}

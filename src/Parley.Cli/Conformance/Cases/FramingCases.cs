using Parley.Protocol;

namespace Parley.Cli.Conformance.Cases;

/// <summary>Groups 1 and 2: whole messages, pings and pongs.</summary>
internal static class FramingCases
{
    private static readonly int[] _sizes = [0, 125, 126, 127, 128, 65_535, 65_536, 65_536];

    public static IEnumerable<ConformanceCase> All => [.. Echoes(1, MessageType.Text), .. Echoes(2, MessageType.Binary), .. Pings];

    private static IEnumerable<ConformanceCase> Pings =>
    [
        Answered("2.1", "a ping without payload", []),
        Answered("2.2", "a ping with a text", [.. "Hello, world!"u8]),
        Answered("2.3", "a ping with bytes that are no UTF-8", [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF]),
        Answered("2.4", "a ping of 125 bytes", Fe(125)),
        new("2.5", "a ping of 126 bytes", [new Step.Frame(0x89, Fe(126))]) { Ending = Ending.ByPeer, CloseCodes = [1002] },
        Answered("2.6", "a ping of 125 bytes, byte by byte", Fe(125), chop: 1),
        new("2.7", "a pong that nobody asked for", [Step.Pong("")]),
        new("2.8", "a pong with payload that nobody asked for", [Step.Pong("unasked")]),
        new("2.9", "a pong that nobody asked for, then a ping", [Step.Pong("unasked"), Step.Ping("ping payload")])
        {
            Expected = [CaseEvent.Pong("ping payload")],
        },
        TenPings("2.10", "ten pings", 0),
        TenPings("2.11", "ten pings, byte by byte", 1),
    ];

    private static IEnumerable<ConformanceCase> Echoes(int group, MessageType type) => _sizes.Select((size, i) =>
    {
        byte[] payload = new byte[size];
        payload.AsSpan().Fill(type == MessageType.Text ? (byte)'*' : (byte)0xFE);
        bool isChopped = i == _sizes.Length - 1;
        var frame = new Step.Frame(FrameWriter.Final((Opcode)type), payload) { Chop = isChopped ? 997 : 0 };
        string chops = isChopped ? ", in chops of 997 bytes" : "";
        return new ConformanceCase($"1.{group}.{i + 1}", $"a {type.ToString().ToLowerInvariant()} message of {size} bytes{chops}", [frame])
        {
            Expected = [CaseEvent.Message(type, payload)],
        };
    });

    private static ConformanceCase Answered(string id, string title, byte[] payload, int chop = 0) =>
        new(id, title, [new Step.Frame(0x89, payload) { Chop = chop }]) { Expected = [CaseEvent.Pong(payload)] };

    private static ConformanceCase TenPings(string id, string title, int chop)
    {
        string[] payloads = [.. Enumerable.Range(0, 10).Select(static i => $"payload-{i}")];
        return new ConformanceCase(id, title, [.. payloads.Select(text => Step.Ping(text) with { Chop = chop })])
        {
            Expected = [.. payloads.Select(CaseEvent.Pong)],
        };
    }

    private static byte[] Fe(int count) => [.. Enumerable.Repeat((byte)0xFE, count)];
}

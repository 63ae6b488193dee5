namespace Parley.Cli.Conformance.Cases;

/// <summary>Groups 3 and 4: reserved bits and reserved opcodes.</summary>
internal static class BreachCases
{
    private const string Hello = "Hello, world!";

    private static readonly byte[] _bytes = [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF];

    public static IEnumerable<ConformanceCase> All => [.. ReservedBits, .. Opcodes(1, 3), .. Opcodes(2, 11)];

    private static IEnumerable<ConformanceCase> ReservedBits =>
    [
        Alone("3.1", "a text with RSV 1", Step.Text(Hello) with { FirstByte = 0x91 }),
        AfterText("3.2", "a text, then one with RSV 2, then a ping", Step.Text(Hello) with { FirstByte = 0xA1 }),
        AfterText("3.3", "a text, then one with RSV 3, then a ping, frame by frame", Step.Text(Hello) with { FirstByte = 0xB1 }, isSynced: true),
        AfterText("3.4", "a text, then one with RSV 4, then a ping, byte by byte", Step.Text(Hello) with { FirstByte = 0xC1 }, chop: 1),
        Alone("3.5", "a binary message with RSV 5", new Step.Frame(0xD2, _bytes)),
        Alone("3.6", "a ping with RSV 6", Step.Ping(Hello) with { FirstByte = 0xE9 }),
        Alone("3.7", "a Close with RSV 7", new Step.Frame(0xF8, [])),
    ];

    private static IEnumerable<ConformanceCase> Opcodes(int group, int first) =>
    [
        Alone($"4.{group}.1", $"opcode {first}", Frame(first, "")),
        Alone($"4.{group}.2", $"opcode {first + 1} with payload", Frame(first + 1, "reserved opcode payload")),
        AfterText($"4.{group}.3", $"a text, then opcode {first + 2}, then a ping", Frame(first + 2, "")),
        AfterText($"4.{group}.4", $"a text, then opcode {first + 3} with payload, then a ping", Frame(first + 3, Hello)),
        AfterText($"4.{group}.5", $"a text, then opcode {first + 4} with payload, then a ping, byte by byte", Frame(first + 4, Hello), chop: 1),
    ];

    private static Step.Frame Frame(int opcode, string payload) => Step.Text(payload) with { FirstByte = (byte)(0x80 | opcode) };

    private static ConformanceCase Alone(string id, string title, Step.Frame frame) =>
        new(id, title, [frame]) { Ending = Ending.ByPeer, CloseCodes = [1002] };

    private static ConformanceCase AfterText(string id, string title, Step.Frame bad, int chop = 0, bool isSynced = false) =>
        new(
            id,
            title,
            [.. new[] { Step.Text(Hello), bad, Step.Ping("") }.Select(frame => frame with { Chop = chop, IsSynced = isSynced })])
        {
            Expected = [CaseEvent.Text(Hello)],
            Tolerated = [],
            Ending = Ending.ByPeer,
            CloseCodes = [1002],
        };
}

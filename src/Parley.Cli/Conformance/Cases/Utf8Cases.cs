using System.Text;
using Parley.Protocol;

namespace Parley.Cli.Conformance.Cases;

/// <summary>Group 6: text is UTF-8. The sequences are those that Markus Kuhn's stress test made known.</summary>
internal static class Utf8Cases
{
    private const string Accents = "Hello-µ@ßöäüàá-UTF-8!!";

    private static readonly byte[] _greek = [0xCE, 0xBA, 0xE1, 0xBD, 0xB9, 0xCF, 0x83, 0xCE, 0xBC, 0xCE, 0xB5];
    private static readonly byte[] _edited = [.. "edited"u8];
    private static readonly byte[] _surrogate = [.. _greek, 0xED, 0xA0, 0x80, .. _edited];
    private static readonly byte[] _tooHigh = [.. _greek, 0xF4, 0x90, 0x80, 0x80, .. _edited];

    public static IEnumerable<ConformanceCase> All =>
    [
        Good("6.1.1", "an empty text", [Step.Text("")], []),
        Good("6.1.2", "a text of three empty fragments", [Step.Start(""), Step.More(""), Step.Last("")], []),
        Good("6.1.3", "a text of three fragments of which two are empty", [Step.Start(""), Step.More("middle frame payload"), Step.Last("")], [.. "middle frame payload"u8]),
        Good("6.2.1", "a text with accents", [Step.Text(Accents)], Encoding.UTF8.GetBytes(Accents)),
        Good("6.2.2", "a text with accents in two fragments", [Step.Start(Accents[..11]), Step.Last(Accents[11..])], Encoding.UTF8.GetBytes(Accents)),
        Good("6.2.3", "a text with accents in fragments of one byte", [.. Step.ByteByByte(Encoding.UTF8.GetBytes(Accents))], Encoding.UTF8.GetBytes(Accents)),
        Good("6.2.4", "Greek in fragments of one byte", [.. Step.ByteByByte(_greek)], _greek),
        Bad("6.3.1", "a surrogate in a text", [Step.Text(_surrogate)]),
        Bad("6.3.2", "a surrogate in a text in fragments of one byte", [.. Step.ByteByByte(_surrogate)]),
        FailFast("6.4.1", "three fragments of which the second is impossible", InFragments(11, 15)),
        FailFast("6.4.2", "three fragments of which the second is the impossible byte", InFragments(12, 13)),
        FailFast("6.4.3", "one frame in three pieces of which the second is impossible", InPieces(11, 15)),
        FailFast("6.4.4", "one frame in three pieces of which the second is the impossible byte", InPieces(12, 13)),
        .. Utf8Sequences.Groups.SelectMany(static (group, g) => group.Select((bytes, i) => Sequence($"6.{g + 5}.{i + 1}", bytes))),
    ];

    private static Step[] InFragments(int first, int second) =>
    [
        new Step.Frame(0x01, _tooHigh[..first]), new Step.Pause("A"), new Step.Frame(0x00, _tooHigh[first..second]),
        new Step.Pause("B"), new Step.Frame(0x80, _tooHigh[second..]),
    ];

    private static Step[] InPieces(int first, int second) => [new Step.Frame(0x81, _tooHigh) { PausesAt = [first, second] }];

    private static ConformanceCase Sequence(string id, byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes)
        ? Good(id, $"the valid text {Convert.ToHexStringLower(bytes)}", [Step.Text(bytes)], bytes)
        : Bad(id, $"the invalid text {Convert.ToHexStringLower(bytes)}", [Step.Text(bytes)]);

    private static ConformanceCase Good(string id, string title, Step[] steps, byte[] text) =>
        new(id, title, steps) { Expected = [CaseEvent.Message(MessageType.Text, text)] };

    private static ConformanceCase Bad(string id, string title, Step[] steps) =>
        new(id, title, steps) { Ending = Ending.ByPeer, CloseCodes = [1007] };

    private static ConformanceCase FailFast(string id, string title, Step[] steps) => Bad(id, title, steps) with
    {
        Expected = [CaseEvent.Timeout("A")],
        Tolerated = [CaseEvent.Timeout("A"), CaseEvent.Timeout("B")],
    };
}

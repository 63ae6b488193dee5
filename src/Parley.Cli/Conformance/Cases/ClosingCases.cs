using System.Text;

namespace Parley.Cli.Conformance.Cases;

/// <summary>Group 7: closing.</summary>
internal static class ClosingCases
{
    private static readonly int[] _good = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
    private static readonly int[] _bad = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];

    private static readonly byte[] _badReason =
        [0x03, 0xE8, 0xCE, 0xBA, 0xE1, 0xBD, 0xB9, 0xCF, 0x83, 0xCE, 0xBC, 0xCE, 0xB5, 0xED, 0xA0, 0x80, .. "edited"u8];

    public static IEnumerable<ConformanceCase> All =>
    [
        new("7.1.1", "a text, then a Close", [Step.Text("Hello World!")]) { Expected = [CaseEvent.Text("Hello World!")] },
        Closes("7.1.2", "two Close frames", Step.Close(1000), Step.Close()),
        Closes("7.1.3", "a ping after the Close", Step.Close(1000), Step.Ping("")),
        Closes("7.1.4", "a text after the Close", Step.Close(1000), Step.Text("Hello World!")),
        Closes("7.1.5", "a Close between two fragments", Step.Start("fragment1"), Step.Close(1000), Step.Last("fragment2")),
        Closes(
            "7.1.6",
            "a text of 256 KiB and a short one, then a Close, then a ping",
            Step.Text(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("BAsd7&jh23", 26_215)))),
            Step.Text("Hello World!"),
            Step.Close(1000),
            Step.Ping("")) with { IsInformational = true },
        Closes("7.3.1", "an empty Close", Step.Close()),
        Breaks("7.3.2", "a Close of one byte", [1002], new Step.Frame(0x88, [.. "a"u8])),
        Closes("7.3.3", "a Close with a code", Step.Close(1000)),
        Closes("7.3.4", "a Close with a code and a reason", Step.Close(1000, "Hello World!")),
        Closes("7.3.5", "a Close with the longest reason", Step.Close(1000, new string('*', 123))),
        Breaks("7.3.6", "a Close with a reason one byte too long", [1002], Step.Close(1000, new string('*', 124))),
        Breaks("7.5.1", "a Close with a reason that is not UTF-8", [1002, 1007], new Step.Frame(0x88, _badReason)),
        .. _good.Select(static (code, i) => Closes($"7.7.{i + 1}", $"a Close with the code {code}", Step.Close(code)) with { CloseCodes = [1000, code] }),
        .. _bad.Select(static (code, i) => Breaks($"7.9.{i + 1}", $"a Close with the code {code}", [1002], Step.Close(code))),
        Breaks("7.13.1", "a Close with the code 5000", [1000, 1002, 5000], Step.Close(5000)) with { IsInformational = true },
        Breaks("7.13.2", "a Close with the code 65535", [1000, 1002, 65_535], Step.Close(65_535)) with { IsInformational = true },
    ];

    private static ConformanceCase Closes(string id, string title, params Step[] steps) =>
        new(id, title, steps) { Ending = Ending.BySteps };

    private static ConformanceCase Breaks(string id, string title, int[] codes, params Step[] steps) =>
        new(id, title, steps) { Ending = Ending.ByStepsUnclean, CloseCodes = codes };
}

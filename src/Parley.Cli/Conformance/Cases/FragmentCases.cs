namespace Parley.Cli.Conformance.Cases;

/// <summary>Group 5: fragments.</summary>
internal static class FragmentCases
{
    private static readonly string[] _ways = ["", ", frame by frame", ", byte by byte"];

    public static IEnumerable<ConformanceCase> All =>
    [
        Fails("5.1", "a ping in two fragments", [Step.Ping("fragment1") with { FirstByte = 0x09 }, Step.Last("fragment2")]),
        Fails("5.2", "a pong in two fragments", [Step.Pong("fragment1") with { FirstByte = 0x0A }, Step.Last("fragment2")]),
        .. ThreeWays(3, "a text in two fragments", [Step.Start("fragment1"), Step.Last("fragment2")], CaseEvent.Text("fragment1fragment2")),
        .. ThreeWays(
            6,
            "a text in two fragments with a ping between",
            [Step.Start("fragment1"), Step.Ping("ping payload"), Step.Last("fragment2")],
            CaseEvent.Pong("ping payload"),
            CaseEvent.Text("fragment1fragment2")),
        .. ThreeWaysToFail(9, "a final continuation from nowhere, then a text", [Step.Last("nothing to continue"), Step.Text("Hello, world!")]),
        .. ThreeWaysToFail(12, "a continuation from nowhere, then a text", [Step.More("nothing to continue"), Step.Text("Hello, world!")]),
        Fails(
            "5.15",
            "a text in two fragments, then a continuation from nowhere, then a text",
            [Step.Start("fragment1"), Step.Last("fragment2"), Step.More("fragment3"), Step.Text("fragment4")]) with
        {
            Expected = [CaseEvent.Text("fragment1fragment2")],
            Tolerated = [],
        },
        Fails("5.16", "twice a continuation from nowhere, then a text in two fragments", Twice(Step.More("fragment1"))),
        Fails("5.17", "twice a final continuation from nowhere, then a text in two fragments", Twice(Step.Last("fragment1"))),
        Fails("5.18", "a text in two fragments that both say text", [Step.Start("fragment1"), Step.Text("fragment2")]),
        Interrupted("5.19", "a text in five fragments with two pings between", isSynced: false),
        Interrupted("5.20", "a text in five fragments with two pings between, frame by frame", isSynced: true),
    ];

    private static Step.Frame[] Twice(Step.Frame first)
    {
        Step.Frame[] once = [first, Step.Start("fragment2"), Step.Last("fragment3")];
        return [.. once, .. once];
    }

    private static IEnumerable<ConformanceCase> ThreeWays(int first, string title, Step.Frame[] frames, params string[] expected) =>
        _ways.Select((way, i) => new ConformanceCase($"5.{first + i}", title + way, Cut(frames, i)) { Expected = expected });

    private static IEnumerable<ConformanceCase> ThreeWaysToFail(int first, string title, Step.Frame[] frames) =>
        _ways.Select((way, i) => Fails($"5.{first + i}", title + way, Cut(frames, i)));

    private static Step.Frame[] Cut(Step.Frame[] frames, int way) =>
        [.. frames.Select(frame => frame with { IsSynced = way == 1, Chop = way == 2 ? 1 : 0 })];

    private static ConformanceCase Fails(string id, string title, Step.Frame[] frames) =>
        new(id, title, frames) { Ending = Ending.ByPeer, CloseCodes = [1002] };

    private static ConformanceCase Interrupted(string id, string title, bool isSynced) => new(
        id,
        title,
        [
            Step.Start("fragment1") with { IsSynced = isSynced },
            Step.More("fragment2") with { IsSynced = isSynced },
            Step.Ping("pongme 1!") with { IsSynced = isSynced },
            new Step.Await(1),
            Step.More("fragment3") with { IsSynced = isSynced },
            Step.More("fragment4") with { IsSynced = isSynced },
            Step.Ping("pongme 2!") with { IsSynced = isSynced },
            Step.Last("fragment5") with { IsSynced = isSynced },
        ])
    {
        Expected = [CaseEvent.Pong("pongme 1!"), CaseEvent.Pong("pongme 2!"), CaseEvent.Text("fragment1fragment2fragment3fragment4fragment5")],
    };
}

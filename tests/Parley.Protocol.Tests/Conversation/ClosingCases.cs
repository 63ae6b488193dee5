using static Parley.Protocol.Tests.Conversation.Frame;

namespace Parley.Protocol.Tests.Conversation;

/// <summary>RFC 6455 sections 5.5.1 and 7: closing and failing.</summary>
public static class ClosingCases
{
    private static readonly int[] _valid =
        [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999];

    private static readonly int[] _invalid =
        [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32_768, 65_535];

    public static IEnumerable<WireCase> All =>
    [
        Closes("5.5.1 empty", Close(), "close 1005", "close"),
        .. from code in _valid select Closes($"7.4 code {code}", Close(code), $"close {code}", $"close {code}"),
        .. from code in _invalid select Breaks($"7.4 code {code}", Close(code), CloseCode.ProtocolError),
        Closes("5.5.1 reason", Close(1000, "再见"), "close 1000 再见", "close 1000"),
        Closes("5.5.1 longest reason", Close(1000, new string('r', 123)), "close 1000 " + new string('r', 123), "close 1000"),
        Breaks("5.5.1 one byte", new Frame(0x88, [3]), CloseCode.ProtocolError),
        Breaks("8.1 reason that is not UTF-8", Close(1000, [0xCE]), CloseCode.InvalidPayloadData),
        new WireCase("5.5.1 inside a message", [Start("a"), Close(1000)], ["close 1000"], ["close 1000"]) { State = ProtocolState.Closed },
        new WireCase("5.5.1 nothing counts after it", [Close(1000), Text("x"), Ping("y"), new Frame(0xFF, [1])], ["close 1000"], ["close 1000"])
        {
            State = ProtocolState.Closed,
        },
        new WireCase("7.1.7 nothing counts after a failure", [Text("a"), Last("x"), Text("b"), Ping("c")], ["text a", "error 1002"], ["close 1002"])
        {
            State = ProtocolState.Failed,
        },
        new WireCase("7.1.7 answers come before the failure", [Ping("1"), Last("x")], ["ping 1", "error 1002"], ["pong 1", "close 1002"])
        {
            State = ProtocolState.Failed,
        },
        new WireCase("7.1.7 the peer's answer ends it", [Last("x"), Binary(300), Close(1002), Text("z")], ["error 1002"], ["close 1002"])
        {
            State = ProtocolState.Closed,
        },
    ];

    private static WireCase Closes(string name, Frame close, string told, string answer) =>
        new(name, [close], [told], [answer]) { State = ProtocolState.Closed };

    private static WireCase Breaks(string name, Frame close, CloseCode code) =>
        WireCase.Fails(name, code, close) with { State = ProtocolState.Closed };
}

using static Parley.Protocol.Tests.Conversation.Frame;

namespace Parley.Protocol.Tests.Conversation;

/// <summary>RFC 6455 section 5: frames.</summary>
public static class FramingCases
{
    public static IEnumerable<WireCase> All =>
    [
        .. Lengths,
        WireCase.Fails("5.1 wrong masking direction", CloseCode.ProtocolError, Text("a") with { IsMaskingWrong = true }),
        WireCase.Fails("5.1 wrong masking direction, ping", CloseCode.ProtocolError, Ping("a") with { IsMaskingWrong = true }),
        .. from bits in new[] { 0x40, 0x20, 0x10, 0x70 }
           from opcode in new[] { 0x81, 0x82, 0x88, 0x89, 0x8A }
           select WireCase.Fails($"5.2 reserved bits {bits:X2} on {opcode:X2}", CloseCode.ProtocolError, new Frame((byte)(bits | opcode), [])),
        .. from opcode in new[] { 3, 4, 5, 6, 7, 11, 12, 13, 14, 15 }
           select WireCase.Fails($"5.2 opcode {opcode}", CloseCode.ProtocolError, new Frame((byte)(0x80 | opcode), [])),
        WireCase.Fails("5.2 125 in two bytes", CloseCode.ProtocolError, new Frame(0x82, new byte[125]) { ClaimedLength16 = 125 }),
        WireCase.Fails("5.2 0 in two bytes", CloseCode.ProtocolError, new Frame(0x82, []) { ClaimedLength16 = 0 }),
        WireCase.Fails("5.2 65,535 in eight bytes", CloseCode.ProtocolError, new Frame(0x82, new byte[9]) { ClaimedLength64 = 65_535 }),
        WireCase.Fails("5.2 1 in eight bytes", CloseCode.ProtocolError, new Frame(0x82, [1]) { ClaimedLength64 = 1 }),
        WireCase.Fails("5.2 highest bit of the length", CloseCode.ProtocolError, new Frame(0x82, []) { ClaimedLength64 = 1UL << 63 }),
        .. Fragments,
        .. Controls,
    ];

    private static IEnumerable<WireCase> Lengths =>
        from length in new[] { 0, 1, 7, 8, 125, 126, 127, 255, 256, 65_535, 65_536 }
        select WireCase.Takes($"5.2 binary of {length}", [Binary(length)], $"binary {length}");

    private static IEnumerable<WireCase> Fragments =>
    [
        WireCase.Takes("5.4 two fragments", [Start("Hel"), Last("lo")], "text Hello"),
        WireCase.Takes("5.4 empty fragments", [Start(""), More(""), More("x"), More(""), Last("")], "text x"),
        WireCase.Takes("5.4 all fragments empty", [Start(""), Last("")], "text "),
        WireCase.Takes("5.4 messages after each other", [Text("a"), Start("b"), Last("c"), Binary(3)], "text a", "text bc", "binary 3"),
        new WireCase(
            "5.4 pings between fragments",
            [Start("Hel"), Ping("1"), More("l"), Pong("2"), Ping(""), Last("o")],
            ["ping 1", "pong 2", "ping ", "text Hello"],
            ["pong 1", "pong"]),
        WireCase.Fails("5.4 continuation from nowhere", CloseCode.ProtocolError, Last("x")),
        WireCase.Fails("5.4 unfinished continuation from nowhere", CloseCode.ProtocolError, More("x")),
        new WireCase("5.4 continuation after the end", [Start("a"), Last("b"), Last("c")], ["text ab", "error 1002"], ["close 1002"])
        {
            State = ProtocolState.Failed,
        },
        WireCase.Fails("5.4 new message inside another", CloseCode.ProtocolError, Start("a"), Text("b")),
        WireCase.Fails("5.4 new fragmented message inside another", CloseCode.ProtocolError, Start("a"), Start("b")),
    ];

    private static IEnumerable<WireCase> Controls =>
    [
        WireCase.Fails("5.5 fragmented ping", CloseCode.ProtocolError, new Frame(0x09, [])),
        WireCase.Fails("5.5 fragmented close", CloseCode.ProtocolError, new Frame(0x08, [])),
        WireCase.Fails("5.5 ping of 126", CloseCode.ProtocolError, new Frame(0x89, new byte[126])),
        WireCase.Fails("5.5 pong of 126", CloseCode.ProtocolError, new Frame(0x8A, new byte[126])),
        WireCase.Fails("5.5 close of 126", CloseCode.ProtocolError, new Frame(0x88, new byte[126])),
        WireCase.Fails("5.5 ping of 2^40", CloseCode.ProtocolError, new Frame(0x89, []) { ClaimedLength64 = 1UL << 40 }),
        new WireCase("5.5.2 ping is answered", [Ping("Hello")], ["ping Hello"], ["pong Hello"]),
        new WireCase("5.5.2 longest ping", [Ping(new string('p', 125))], ["ping " + new string('p', 125)], ["pong " + new string('p', 125)]),
        new WireCase("5.5.2 ten pings", [.. Enumerable.Repeat(Ping("x"), 10)], [.. Enumerable.Repeat("ping x", 10)], [.. Enumerable.Repeat("pong x", 10)]),
        WireCase.Takes("5.5.3 pong unasked", [Pong("tick")], "pong tick"),
    ];
}

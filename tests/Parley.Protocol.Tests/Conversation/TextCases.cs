using static Parley.Protocol.Tests.Conversation.Frame;

namespace Parley.Protocol.Tests.Conversation;

/// <summary>RFC 6455 section 8.1: text is UTF-8, wherever it is split.</summary>
public static class TextCases
{
    private static readonly byte[][] _invalid =
    [
        [0x80],
        [0xBF],
        [0xC0, 0xAF],
        [0xC1, 0xBF],
        [0xC2],
        [0xC2, 0x41],
        [0xE0, 0x80, 0xAF],
        [0xE0, 0x9F, 0xBF],
        [0xE1, 0x80],
        [0xED, 0xA0, 0x80],
        [0xED, 0xBF, 0xBF],
        [0xF0, 0x80, 0x80, 0xAF],
        [0xF0, 0x8F, 0xBF, 0xBF],
        [0xF4, 0x90, 0x80, 0x80],
        [0xF5, 0x80, 0x80, 0x80],
        [0xFE],
        [0xFF],
    ];

    public static IEnumerable<WireCase> All =>
    [
        WireCase.Takes("8.1 text of one byte and more", [Text("κόσμε € 大厅 🙂")], "text κόσμε € 大厅 🙂"),
        WireCase.Takes("8.1 text with a NUL", [Text("a\0b")], "text a\0b"),
        WireCase.Takes("8.1 edges", [Text("\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFF\U00010000\U0010FFFF")],
            "text \u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFF\U00010000\U0010FFFF"),
        WireCase.Takes("8.1 a character over three fragments", [Start(0xF0, 0x9F), new Frame(0x00, [0x99]), Last(0x82)], "text 🙂"),
        WireCase.Takes("8.1 binary need not be UTF-8", [new Frame(0x82, [0x00, 0x1F, 0x3E])], "binary 3"),
        .. from bytes in _invalid
           select WireCase.Fails($"8.1 {Convert.ToHexString(bytes)}", CloseCode.InvalidPayloadData, Text([.. "ok"u8, .. bytes])),
        .. from bytes in _invalid
           select WireCase.Fails($"8.1 {Convert.ToHexString(bytes)} in fragments", CloseCode.InvalidPayloadData, Start("ok"), Last(bytes)),
        WireCase.Fails("8.1 wrong before the end", CloseCode.InvalidPayloadData, Start(0xCE, 0xBA, 0xED, 0xA0), Last("")),
        WireCase.Fails("8.1 character cut off by the end of the message", CloseCode.InvalidPayloadData, Start(0xF0, 0x9F), Last(0x99)),
    ];
}

using static Parley.Protocol.Tests.Conversation.Frame;

namespace Parley.Protocol.Tests.Conversation;

/// <summary>RFC 7692: compressed messages, with the RFC's own examples.</summary>
public static class DeflateCases
{
    private const byte Rsv1 = 0x40;

    private static readonly DeflateParameters _keeping = new();
    private static readonly DeflateParameters _anew = new() { ServerNoContextTakeover = true, ClientNoContextTakeover = true };
    private static readonly byte[] _hello = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
    private static readonly byte[] _helloFromWindow = [0xF2, 0x00, 0x11, 0x00, 0x00];
    private static readonly byte[] _helloFinal = [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];
    private static readonly ProtocolOptions _ten = new() { MaxMessageSize = 10 };

    public static IEnumerable<WireCase> All => [.. Good, .. Bad];

    private static IEnumerable<WireCase> Good =>
    [
        Takes("7692 7.2.3.1 one block", [Text(_hello)], "text Hello"),
        Takes("7692 7.2.3.1 in fragments", [new Frame(0x41, _hello[..3]), new Frame(0x00, _hello[3..5]), new Frame(0x80, _hello[5..])], "text Hello"),
        Takes("7692 7.2.3.1 in fragments with a ping between", [new Frame(0x41, _hello[..3]), Pong("x"), new Frame(0x80, _hello[3..])], "pong x", "text Hello"),
        Takes("7692 7.2.3.1 an empty last fragment", [new Frame(0x41, _hello), new Frame(0x80, [])], "text Hello"),
        Takes("7692 7.2.3.2 context taken over", [Text(_hello), Text(_helloFromWindow)], "text Hello", "text Hello"),
        Takes("7692 7.2.3.2 context taken over a plain message", [Text(_hello), Frame.Text("plain"), Text(_helloFromWindow)], "text Hello", "text plain", "text Hello"),
        Takes("7692 7.2.3.3 a block without compression", [Text(0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00)], "text Hello"),
        Takes("7692 7.2.3.4 a final block", [Text([.. _helloFinal, 0x00])], "text Hello"),
        Takes("7692 7.2.3.4 a final block, then others", [Text([.. _helloFinal, .. _hello])], "text HelloHello"),
        Takes("7692 7.2.3.4 three final blocks", [Text([.. _helloFinal, .. _helloFinal, .. _helloFinal, 0x00])], "text HelloHelloHello"),
        Takes("7692 7.2.3.4 a message after a final block", [Text([.. _helloFinal, 0x00]), Text(_hello), Text(_helloFromWindow)], "text Hello", "text Hello", "text Hello"),
        Takes("7692 7.2.3.5 two blocks", [Text(0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00)], "text Hello"),
        Takes("7692 7.2.3.6 an empty message", [Text(0x00)], "text "),
        Takes("7692 7.2.3.6 an empty message in a block of its own", [Text(0x02, 0x00)], "text "),
        Takes("7692 6 binary", [new Frame(0xC2, [0x00, 0x02, 0x00, 0xFD, 0xFF, 0x00, 0x1F, 0x00])], "binary 2"),
        Takes("7692 as large as allowed", [Text([.. _helloFinal, .. _hello])], "text HelloHello") with { Options = _ten },
        Takes("7692 anew", [Text(_hello), Text(_hello)], "text Hello", "text Hello") with { Deflate = _anew },
        new WireCase("7692 after a close", [Close(1000), Text(_hello)], ["close 1000"], ["close 1000"]) { Deflate = _keeping, State = ProtocolState.Closed },
    ];

    private static IEnumerable<WireCase> Bad =>
    [
        Fails("7692 6 RSV1 on a continuation", CloseCode.ProtocolError, new Frame(0x41, _hello[..3]), new Frame(0xC0, _hello[3..])),
        .. from opcode in new byte[] { 0x88, 0x89, 0x8A }
           select Fails($"7692 6 RSV1 on {opcode:X2}", CloseCode.ProtocolError, new Frame((byte)(Rsv1 | opcode), [])),
        Fails("7692 6 RSV2", CloseCode.ProtocolError, new Frame(0xA1, _hello)),
        Fails("7692 6 RSV1 and RSV3", CloseCode.ProtocolError, new Frame(0xD1, _hello)),
        Fails("7692 no deflate stream", CloseCode.InvalidPayloadData, Text(0xFF, 0xFF, 0xFF)),
        Fails("7692 nothing at all", CloseCode.InvalidPayloadData, Text()),
        Fails("7692 nothing at all, anew", CloseCode.InvalidPayloadData, Text()) with { Deflate = _anew },
        Fails("7692 a back-reference before the start", CloseCode.InvalidPayloadData, Text(_helloFromWindow)),
        FailsSecond("7692 a back-reference without context", _anew, CloseCode.InvalidPayloadData, Text(_helloFromWindow)),
        FailsSecond("7692 a back-reference over a final block", _keeping, CloseCode.InvalidPayloadData, Text([.. _helloFinal, .. _helloFromWindow])),
        Fails("7692 more final blocks than anybody writes", CloseCode.InvalidPayloadData, Text([.. Enumerable.Repeat(_helloFinal, 20).SelectMany(static bytes => bytes)])),
        Fails("7692 inflated text that is not UTF-8", CloseCode.InvalidPayloadData, Text(0x00, 0x02, 0x00, 0xFD, 0xFF, 0xC3, 0x28, 0x00)),
        Fails("7692 inflated text that ends in a character", CloseCode.InvalidPayloadData, Text(0x00, 0x01, 0x00, 0xFE, 0xFF, 0xC3, 0x00)),
        Fails("7692 one byte more than allowed", CloseCode.MessageTooBig, Text([.. _helloFinal, .. _hello])) with { Options = _ten with { MaxMessageSize = 9 } },
        Fails("7692 compressed bytes without end", CloseCode.MessageTooBig, new Frame(0xC2, new byte[1100])) with { Options = _ten },
    ];

    private static Frame Text(params byte[] payload) => new(0xC1, payload);

    private static WireCase Takes(string name, Frame[] input, params string[] events) =>
        WireCase.Takes(name, input, events) with { Deflate = _keeping };

    private static WireCase Fails(string name, CloseCode code, params Frame[] input) =>
        WireCase.Fails(name, code, input) with { Deflate = _keeping };

    // The first message is good.
    private static WireCase FailsSecond(string name, DeflateParameters deflate, CloseCode code, Frame second) =>
        new(name, [Text(_hello), second], ["text Hello", $"error {(int)code}"], [$"close {(int)code}"])
        {
            Deflate = deflate,
            State = ProtocolState.Failed,
        };
}

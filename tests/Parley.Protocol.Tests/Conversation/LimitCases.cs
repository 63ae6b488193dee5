using static Parley.Protocol.Tests.Conversation.Frame;

namespace Parley.Protocol.Tests.Conversation;

/// <summary>RFC 6455 section 10.4: what a receiver need not take.</summary>
public static class LimitCases
{
    private static readonly ProtocolOptions _small = new() { MaxMessageSize = 100, MaxFragments = 4 };

    public static IEnumerable<WireCase> All =>
    [
        WireCase.Takes("10.4 as large as allowed", [Binary(100)], "binary 100") with { Options = _small },
        WireCase.Takes("10.4 as large as allowed, in fragments", [Start("a"), Last(new string('b', 99))], "text a" + new string('b', 99)) with { Options = _small },
        WireCase.Fails("10.4 one byte larger", CloseCode.MessageTooBig, Binary(101)) with { Options = _small },
        WireCase.Fails("10.4 one byte larger, in fragments", CloseCode.MessageTooBig, Start("a"), Last(new string('b', 100))) with { Options = _small },
        WireCase.Fails("10.4 claims 2^40 bytes", CloseCode.MessageTooBig, new Frame(0x82, []) { ClaimedLength64 = 1UL << 40 }),
        WireCase.Fails("10.4 claims 2^63 - 1 bytes", CloseCode.MessageTooBig, new Frame(0x02, []) { ClaimedLength64 = long.MaxValue }),
        WireCase.Fails("10.4 continues with 2^63 - 1 bytes", CloseCode.MessageTooBig, Start("a"), new Frame(0x80, []) { ClaimedLength64 = long.MaxValue }),
        WireCase.Takes("10.4 as many fragments as allowed", [Start(""), More(""), More(""), Last("")], "text ") with { Options = _small },
        WireCase.Fails("10.4 one fragment more", CloseCode.PolicyViolation, Start(""), More(""), More(""), More(""), Last("")) with { Options = _small },
        WireCase.Takes("10.4 a fragment more for each 64 bytes", [Start(new string('a', 64)), More(""), More(""), More(""), Last("")], "text " + new string('a', 64)) with { Options = _small },
        WireCase.Takes("10.4 limits start anew", [Binary(100), Start(""), More(""), More(""), Last("x"), Binary(100)], "binary 100", "text x", "binary 100") with { Options = _small },
    ];
}

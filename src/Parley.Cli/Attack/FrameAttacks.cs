using Parley.Protocol;

namespace Parley.Cli;

/// <summary>Frames that must not be, one or two of them at a time.</summary>
internal static class FrameAttacks
{
    private const string Rfc = "RFC 6455";
    private const string Overflow = "CVE-2020-27813 gorilla";

    private static readonly int[] _tooBig = [1009, 1002];

    // RFC 6455 section 7.4: below 1000, reserved, only for reports, not assigned, and above 4999.
    private static readonly int[] _badCodes =
        [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535];

    private static readonly int[] _reservedOpcodes = [0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF];

    public static IEnumerable<AttackCase> Cases =>
    [
        Claim("frame-length-2-40", "CVE-2026-44545 daphne", 1UL << 40, "2^40"),
        Claim("frame-length-2-62", Overflow, 1UL << 62, "2^62"),
        Claim("frame-length-2-63", Overflow, 1UL << 63, "2^63"),
        Claim("frame-length-2-64-1", Overflow, ulong.MaxValue, "2^64 - 1"),
        Case("frame-fragments-sum", Overflow, "Two fragments whose lengths sum past 2^63: 1009 or 1002.", _tooBig,
            [[.. ClientFrames.Masked(0x02, "a"u8), .. ClientFrames.Claim(0x80, long.MaxValue)]]),
        Case("frame-control-too-long", Rfc, "A ping of 126 bytes: 1002.", [1002], [ClientFrames.Final(Opcode.Ping, new byte[126])]),
        Case("frame-unmasked", Rfc, "An unmasked frame: 1002.", [1002], [ClientFrames.Unmasked(Opcode.Text, "hello"u8)]),
        Case("frame-reserved-opcodes", Rfc, "Each opcode without a meaning: 1002.", [1002],
            _reservedOpcodes.Select(static opcode => ClientFrames.Masked((byte)(0x80 | opcode), "a"u8))),
        Case("frame-reserved-bits", Rfc, "Each reserved bit, no extension being agreed on: 1002.", [1002],
            new byte[] { 0xC1, 0xA1, 0x91 }.Select(static first => ClientFrames.Masked(first, "a"u8))),
        Case("frame-text-not-utf8", Rfc, "A text message that is not UTF-8: 1007.", [1007],
            [ClientFrames.Final(Opcode.Text, [0x61, 0xFF, 0xFE])]),
        Case("frame-close-codes", Rfc, "Close frames with each kind of code that must not be sent, and of one byte: 1002.", [1002],
            [ClientFrames.Final(Opcode.Close, [0x03]), .. _badCodes.Select(static code => ClientFrames.Close(code, []))]),
        Case("frame-close-not-utf8", Rfc, "A Close frame whose reason is not UTF-8: 1007 or 1002.", [1007, 1002],
            [ClientFrames.Close(1000, [0xFF, 0xFE])]),
    ];

    private static AttackCase Claim(string name, string advisory, ulong length, string spoken) => Case(
        name,
        advisory,
        $"A frame that claims {spoken} bytes and sends none: 1009 or 1002 at once.",
        _tooBig,
        [ClientFrames.Claim(0x82, length)]);

    // Each attempt has a connection of its own. The first that goes wrong is the one to look at.
    private static AttackCase Case(string name, string advisory, string what, int[] codes, IEnumerable<byte[]> attempts) => new(
        name,
        advisory,
        what,
        async context =>
        {
            AttackResult result = AttackResult.Skip("nothing was sent");
            foreach (byte[] attempt in attempts)
            {
                result = (await context.SendAndWaitAsync(attempt)).MustBeClosed(codes);
                if (result.Verdict == AttackVerdict.Fail)
                {
                    return result with { Seen = $"{result.Seen} ({Convert.ToHexString(attempt.AsSpan(0, Math.Min(attempt.Length, 14)))})" };
                }
            }

            return result;
        });
}
